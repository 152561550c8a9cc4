package org.failback.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failback.estate.Endpoint;
import org.failback.lync.ManagementShell;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;
import org.failback.step.Command;
import org.failback.step.Deadline;

/** A management server, and perhaps a chat server, to which the product's own scripts are sent. */
final class Shell implements AutoCloseable {
    /**
     * Where the pool is.
     *
     * @param chatServer full name of a chat server with an endpoint of its own; empty for none
     */
    record Pool(
            String fqdn,
            List<String> modules,
            Endpoint management,
            String chatServer,
            Optional<Endpoint> chat,
            boolean mayChange) {}

    private static final Duration BUDGET = Duration.ofSeconds(90);
    private final Pool pool;
    private final WinRm winrm;
    private final ManagementShell shell;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> sent = new LinkedHashSet<>();

    Shell(Pool pool, String password) {
        this.pool = pool;
        winrm = new WinRm(credential -> password, Timeouts.standard());
        shell = new ManagementShell(winrm, json);
    }

    Pool pool() {
        return pool;
    }

    /** The operations that were sent, as the files with the scripts are called. */
    Set<String> sent() {
        return sent;
    }

    JsonNode management(String operation, Map<String, Object> input) {
        return send(pool.management(), operation, input);
    }

    JsonNode chatServer(String operation, Map<String, Object> input) {
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("server", pool.chatServer());
        return send(pool.chat().orElseThrow(), operation, all);
    }

    private JsonNode send(Endpoint endpoint, String operation, Map<String, Object> input) {
        sent.add(operation);
        Map<String, Object> all = new LinkedHashMap<>(input);
        all.put("pool", pool.fqdn());
        all.put("modules", pool.modules());
        Command.Cmdlet command =
                new Command.Cmdlet(endpoint, endpoint.host(), "Of the contract.", operation, all, operation);
        String answer = shell.send("contract", command, Deadline.in(BUDGET, Clock.systemUTC()))
                .text();
        try {
            return json.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        winrm.close();
    }
}
