package org.failback.chaos;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How Java is started on this build's classes.
 *
 * @param options made for a short life: a start is what a kill costs
 * @param classPath absolute, since its processes work elsewhere
 */
record Jvm(List<String> options, String classPath) {
    // Nobody stays long enough for the second compiler, or fills a heap; the classes are verified by the tests around.
    private static final List<String> SHORT_LIFE = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    static Jvm ofThisBuild() {
        // Surefire hides the real path behind a manifest.
        String behindManifest = System.getProperty("surefire.test.class.path");
        String path = behindManifest == null ? System.getProperty("java.class.path") : behindManifest;
        return on(Arrays.stream(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
    }

    static Jvm on(String classPath) {
        return new Jvm(SHORT_LIFE, classPath);
    }

    Jvm with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new Jvm(List.copyOf(all), classPath);
    }

    List<String> command(Map<String, String> properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", classPath));
        return command;
    }
}
