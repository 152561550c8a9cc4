package org.failback.lync;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The text that is sent for an operation: the same for every call, since all data travels beside it.
 *
 * <p>WinRM4j runs commands through {@code cmd.exe}, which cuts a command line at 8,191 characters, and it cannot send
 * standard input; so the script is alone on the command line and its input is a variable of the remote shell.
 */
final class RunnerScript {
    private static final String COMMAND =
            "powershell.exe -NoLogo -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ";

    private RunnerScript() {}

    static String commandLine(Operation operation) {
        return COMMAND + Base64.getEncoder().encodeToString(text(operation).getBytes(StandardCharsets.UTF_16LE));
    }

    /** Kit, operation and runner, without comments, blank lines and indentation. */
    static String text(Operation operation) {
        return lines(operation.kit()) + "\n" + lines(operation.path()) + "\n" + lines("runner");
    }

    private static String lines(String name) {
        String path = "/powershell/" + name + ".ps1";
        try (InputStream in = RunnerScript.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
