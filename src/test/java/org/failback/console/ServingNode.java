package org.failback.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.WebApplicationType;

/** A node in a process of its own that works on the failbacks of an estate; people come elsewhere. */
public final class ServingNode {
    private ServingNode() {}

    /** @param arguments a file of properties */
    public static void main(String[] arguments) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        Map<String, Object> all = new HashMap<>();
        properties.forEach((name, value) -> all.put((String) name, value));
        all.put("failback.rehearsal", true);
        Application.start(WebApplicationType.NONE, all);
    }

    /** What {@link #main} reads. */
    static Path write(Path file, Map<String, Object> properties) {
        Properties all = new Properties();
        properties.forEach((name, value) -> all.setProperty(name, String.valueOf(value)));
        try (var writer = Files.newBufferedWriter(file)) {
            all.store(writer, "An estate and the engine's database");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
