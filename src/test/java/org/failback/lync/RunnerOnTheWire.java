package org.failback.lync;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failback.estate.Credential;
import org.failback.estate.Endpoint;
import org.failback.lab.LabAddress;
import org.failback.lync.winrm.Timeouts;
import org.failback.lync.winrm.WinRm;
import org.failback.step.Deadline;
import org.failback.step.RemoteFailure;
import org.failback.step.Sort;

/** The product's own scripts, run over WinRM on the management server of a lab. */
public final class RunnerOnTheWire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final LabAddress lab;
    private final WinRm winrm = new WinRm(
            credential -> LyncLab.PASSWORD,
            new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(10)));
    private final ManagementShell shell = new ManagementShell(winrm, new ObjectMapper());

    public RunnerOnTheWire(LabAddress lab) {
        this.lab = lab;
    }

    /** {@code ok}, or what the reading of the pool fails with. */
    public String readPool() {
        return run(Operation.READ_POOL, new TreeMap<>(), PATIENCE);
    }

    /** {@code ok}, or what clearing the list of these servers fails with when it must be done within this time. */
    public String clearActiveServers(List<String> active, Duration within) {
        return run(
                Operation.CLEAR_ACTIVE,
                new TreeMap<>(Map.of("state", ChatPool.FAILED_OVER.toString(), "active", active)),
                within);
    }

    private String run(Operation operation, Map<String, Object> input, Duration within) {
        Endpoint endpoint = new Endpoint(
                "localhost",
                lab.ports().winRm().get(0),
                Optional.of(lab.ca().toString()),
                Endpoint.Authentication.NTLM,
                new Credential("LAB\\failback", "env:X"));
        input.put("pool", "chatpool.lab.example");
        input.put("modules", List.of("SkypeForBusiness"));
        Deadline patience = Deadline.in(PATIENCE, Clock.systemUTC());
        while (true) {
            try {
                shell.ask(endpoint, "mgmt.dc1.lab.example", operation, input, Deadline.in(within, Clock.systemUTC()));
                return "ok";
            } catch (RemoteFailure failure) {
                // Nothing was sent: on a busy machine the first connection alone may take that long.
                if (failure.sort() != Sort.PASSES || patience.passed()) {
                    return failure.sort() + ": " + failure.getMessage();
                }
            }
        }
    }

    @Override
    public void close() {
        winrm.close();
    }
}
