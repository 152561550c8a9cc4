package org.failback.lab.lync;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The scripts that the lab's servers run: those of the product, known by their whole text, and nothing else. The lab has
 * no PowerShell; it acts as the script of that name would.
 */
final class RunnerScripts {
    private static final Map<String, List<String>> OPERATIONS = Map.of(
            "pool", List.of("read", "replication", "replicate", "clear-active", "set-active", "set-state"),
            "server", List.of("read", "stop-service", "start-service"));

    private final Map<String, String> operationByText = new HashMap<>();

    RunnerScripts() {
        OPERATIONS.forEach((kit, names) -> names.forEach(name -> operationByText.put(
                lines(kit) + "\n" + lines(kit + "/" + name) + "\n" + lines("runner"), kit + "/" + name)));
    }

    /** The operation that this text performs, as {@code pool/read}; empty for any text that is not the product's. */
    Optional<String> operationOf(String script) {
        return Optional.ofNullable(operationByText.get(script));
    }

    private static String lines(String name) {
        String path = "/powershell/" + name + ".ps1";
        try (InputStream in = RunnerScripts.class.getResourceAsStream(path)) {
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
