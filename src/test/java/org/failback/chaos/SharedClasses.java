package org.failback.chaos;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** Class data sharing, which takes a third off each of some hundreds of starts: which classes, and their archive. */
final class SharedClasses {
    private static final String SIGNED = "com/microsoft/sqlserver/";

    private final Path folder;
    private final String classPath;

    private SharedClasses(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /** An archive knows jars only, so this build's folders of classes become such. */
    static SharedClasses in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String jars = List.of(Jvm.ofThisBuild().classPath().split(File.pathSeparator)).stream()
                .map(Path::of)
                .map(entry -> Files.isDirectory(entry) ? jar(entry, folder) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return new SharedClasses(folder, jars);
    }

    private static Path jar(Path classes, Path folder) {
        Path jar = folder.resolve(classes.getFileName() + ".jar");
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
        if (failed != 0) {
            throw new AssertionError("No jar could be made of " + classes);
        }
        return jar;
    }

    /** Starts what then writes down which classes it has needed. */
    Jvm listing() {
        return Jvm.on(classPath).with("-XX:DumpLoadedClassList=" + list());
    }

    /** Starts with the archive of what was listed. */
    Jvm archived() {
        Path archive = folder.resolve("classes.jsa");
        try {
            // A signed jar cannot be shared, and JDK 17 crashes on lambdas that have to do with its classes.
            List<String> classes = Files.readAllLines(list()).stream()
                    .filter(line -> !line.startsWith("@lambda-proxy") || !line.contains(SIGNED))
                    .toList();
            Files.write(list(), classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Not with the options of those who use it: only the usual collector stores objects, too.
        Jvm dump = new Jvm(List.of(), classPath)
                .with("-Xshare:dump", "-XX:SharedClassListFile=" + list(), "-XX:SharedArchiveFile=" + archive);
        try (Child dumping = Child.start(dump.command(Map.of()), folder, folder.resolve("dump.log"))) {
            if (dumping.awaitEnd(Stalls.PATIENCE) != 0) {
                throw new AssertionError("No archive of classes came about: " + dumping.last());
            }
        }
        return Jvm.on(classPath).with("-XX:SharedArchiveFile=" + archive);
    }

    private Path list() {
        return folder.resolve("classes.list");
    }
}
