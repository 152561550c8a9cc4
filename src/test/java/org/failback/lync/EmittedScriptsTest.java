package org.failback.lync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Leaves every command line as it is sent, for a PowerShell grammar and for WinRM clients that are not ours. */
class EmittedScriptsTest {
    private static final Path FOLDER = Path.of("target", "powershell");

    @Test
    void everyOperationLeavesAFile() throws IOException {
        Files.createDirectories(FOLDER);
        for (Path old : files()) {
            Files.delete(old);
        }
        for (Operation operation : Operation.values()) {
            String name = operation.path().replace('/', '-') + ".txt";
            Files.writeString(FOLDER.resolve(name), RunnerScript.commandLine(operation) + "\n");
        }
        assertThat(files()).hasSameSizeAs(Operation.values());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList();
        }
    }
}
