package org.failback.lync;

import java.util.List;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Check;
import org.failback.step.CheckResult;
import org.failback.step.Deadline;
import org.failback.step.Run;

/**
 * The servers that are to be active: at most four, in the primary's data center or with a declared low-latency link to it
 * (the second IMPORTANT note of the procedure). That they are members is checked with the pool.
 */
final class CheckTargets implements Check {
    private final Estate estate;
    private final ActiveServers allowed;

    CheckTargets(Estate estate) {
        this.estate = estate;
        this.allowed = new ActiveServers(estate);
    }

    @Override
    public String name() {
        return "Target active servers";
    }

    @Override
    public String host() {
        return estate.pool().fqdn();
    }

    @Override
    public List<CheckResult> look(Run run, Deadline deadline) {
        List<ChatServer> targets = estate.targetActiveServers();
        String evidence = String.join(
                ", ",
                targets.stream()
                        .map(server -> server.fqdn() + " (" + server.dataCenter()
                                + (server.lowLatencyLink() ? ", declared low latency" : "") + ")")
                        .toList());
        boolean near = targets.stream().allMatch(allowed::isNear);
        return List.of(
                !targets.isEmpty() && targets.size() <= ActiveServers.MOST && near
                        ? CheckResult.ok(name(), host(), evidence)
                        : CheckResult.failed(
                                name(),
                                host(),
                                evidence.isEmpty() ? "none" : evidence,
                                "Choose one to four servers in "
                                        + estate.primary().name()
                                        + ", or declare their link to it as low latency, high bandwidth."));
    }
}
