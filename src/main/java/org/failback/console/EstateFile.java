package org.failback.console;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The file that describes the estate; the same word for every command that takes one. */
final class EstateFile {
    @Option(
            names = "--estate",
            paramLabel = "FILE",
            description = "YAML file with failback.estate and failback.settings.")
    private Path file;

    boolean isGiven() {
        return file != null;
    }

    /**
     * The file.
     *
     * @throws NotReadable when it cannot be read
     */
    Path path() {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new NotReadable("The estate file " + file.toAbsolutePath()
                    + " cannot be read. Give the path of a YAML file like estate-example.yaml with --estate.");
        }
        return file;
    }

    /** Says which file and what to do. */
    static final class NotReadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotReadable(String message) {
            super(message);
        }
    }
}
