package org.failback.lync;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.failback.step.Facts;
import org.failback.step.Run;

/** The active list as it stood before this run touched it: what going back sets again. */
final class RecordedServers {
    /** Fact: the list as PowerShell writes it, {@code "a.example","b.example"}. */
    static final String FACT = "recorded-active-servers";

    private RecordedServers() {}

    static String written(List<String> servers) {
        return servers.stream().map(server -> '"' + server + '"').collect(Collectors.joining(","));
    }

    static List<String> read(String written) {
        return Arrays.stream(written.split(","))
                .map(server -> server.replace("\"", "").strip())
                .filter(server -> !server.isEmpty())
                .toList();
    }

    static List<String> in(Facts facts) {
        return read(facts.get(FACT));
    }

    static Optional<List<String>> in(Run run) {
        return run.fact(FACT).map(RecordedServers::read);
    }

    static boolean same(List<String> one, List<String> other) {
        return one.size() == other.size()
                && one.stream().allMatch(server -> other.stream().anyMatch(server::equalsIgnoreCase));
    }
}
