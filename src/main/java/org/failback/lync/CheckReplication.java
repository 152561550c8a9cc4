package org.failback.lync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Check;
import org.failback.step.CheckResult;
import org.failback.step.Deadline;
import org.failback.step.Run;

/** Whether changes in the Central Management store reach the chat servers. */
final class CheckReplication implements Check {
    /** Older than this, the active master no longer works; it reports every few minutes. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(15);

    private final Estate estate;
    private final ChatPoolReader reader;

    CheckReplication(Estate estate, ChatPoolReader reader) {
        this.estate = estate;
        this.reader = reader;
    }

    @Override
    public String name() {
        return "Replication of the Central Management store";
    }

    @Override
    public String host() {
        return estate.managementServer().host();
    }

    @Override
    public List<CheckResult> look(Run run, Deadline deadline) {
        List<String> servers =
                estate.chatServers().stream().map(ChatServer::fqdn).toList();
        Replication replication = reader.replication(servers, deadline);
        List<CheckResult> lines = new ArrayList<>();
        boolean alive = replication
                .heartbeat()
                .map(at -> !at.plus(HEARTBEAT).isBefore(replication.time()))
                .orElse(false);
        String master = replication.master() + ", last heard of "
                + replication.heartbeat().map(Object::toString).orElse("never");
        lines.add(
                alive
                        ? CheckResult.ok("Active master", host(), master)
                        : CheckResult.failed(
                                "Active master",
                                host(),
                                master,
                                "See that the Central Management store is in service, and fail it over if its data center is gone."));
        for (String server : servers) {
            lines.add(replica(server, replication));
        }
        return lines;
    }

    private static CheckResult replica(String server, Replication replication) {
        Optional<Replication.Replica> replica = replication.of(server);
        if (replica.isEmpty()) {
            return CheckResult.failed(
                    "Replica",
                    server,
                    "The Central Management store knows no replica of it.",
                    "Finish installing the server.");
        }
        return replica.get().upToDate()
                ? CheckResult.ok("Replica", server, "up to date")
                : CheckResult.failed(
                        "Replica",
                        server,
                        "not up to date",
                        "See that the server and its replica service run, then Invoke-CsManagementStoreReplication -ReplicaFqdn "
                                + server + ".");
    }
}
