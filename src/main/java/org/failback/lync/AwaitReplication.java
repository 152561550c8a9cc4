package org.failback.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.failback.estate.ChatServer;
import org.failback.estate.Estate;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Waits until every chat server holds what the steps before it changed.
 *
 * <p>A replica can seem up to date for a moment before the master has noticed the change; so its update must also be no
 * older than the change, and the process proves by a second look.
 */
public final class AwaitReplication implements Step {
    private final String name;
    private final String title;
    private final String awaited;
    private final Changes changes;
    private final Function<Run, List<String>> demanded;
    private final Estate estate;
    private final ChatPoolReader reader;
    private final Patience patience;

    private AwaitReplication(
            String name,
            String title,
            String awaited,
            Changes changes,
            Function<Run, List<String>> demanded,
            Estate estate,
            ChatPoolReader reader,
            Duration patience) {
        this.name = name;
        this.title = title;
        this.awaited = awaited;
        this.changes = changes;
        this.demanded = demanded;
        this.estate = estate;
        this.reader = reader;
        this.patience = new Patience(name, patience);
    }

    /** @param patience how long a change may take to reach every server before people are asked */
    static AwaitReplication ofClearing(Estate estate, ChatPoolReader reader, Duration patience) {
        return new AwaitReplication(
                "awaitClearing",
                "See the cleared list on every chat server",
                "the list of active servers",
                Changes.of(ClearActiveServers.NAME),
                run -> all(estate),
                estate,
                reader,
                patience);
    }

    /** @param patience how long a change may take to reach every server before people are asked */
    static AwaitReplication ofResetting(Estate estate, ChatPoolReader reader, Duration patience) {
        return new AwaitReplication(
                "awaitResetting",
                "See the recorded list on every chat server",
                "the list of active servers",
                Changes.of(ResetActiveServers.NAME),
                run -> all(estate),
                estate,
                reader,
                patience);
    }

    /** @param patience how long a change may take to reach every server before people are asked */
    static AwaitReplication ofGoingLive(Estate estate, ChatPoolReader reader, Duration patience) {
        return new AwaitReplication(
                "awaitGoLive",
                "See the change on every chat server",
                "the list of active servers and the pool's state",
                Changes.ofGoingLive(),
                // A standby server that is down is nobody's hurry: it takes the change when it comes back.
                run -> run.confirmedServers().orElseGet(() -> all(estate)),
                estate,
                reader,
                patience);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of();
    }

    @Override
    public Finding look(Run run) {
        List<String> servers = all(estate);
        List<String> needed = demanded.apply(run);
        Optional<Instant> change = changes.latest(run);
        Replication replication = reader.replication(servers);
        Map<String, String> evidence = new LinkedHashMap<>();
        List<String> behind = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String server : servers) {
            Optional<Replication.Replica> replica = replication.of(server);
            boolean counts = needed.stream().anyMatch(server::equalsIgnoreCase);
            if (counts && replica.isEmpty()) {
                unknown.add(server);
            } else if (counts && !replica.get().holds(change)) {
                behind.add(server);
            }
            evidence.put(
                    server, replica.map(AwaitReplication::words).orElse("unknown to the Central Management store"));
        }
        evidence.put("active master", replication.master());
        change.ifPresent(at -> evidence.put(ClearActiveServers.CHANGED_AT, at.toString()));
        evidence.put(ChatPool.SEEN_AT, replication.time().toString());
        if (!unknown.isEmpty()) {
            return Finding.blocked(
                    "The Central Management store knows no replica of " + String.join(", ", unknown) + ".",
                    "Correct the names of the chat servers, or finish installing them.",
                    "Lync administrator",
                    evidence);
        }
        if (behind.isEmpty()) {
            return Finding.done(
                    (needed.size() == servers.size() ? "Every chat server holds " : "Every confirmed server holds ")
                            + awaited + ".",
                    evidence);
        }
        Optional<Entry> waiver = run.waiver(name).filter(given -> behind.size() < needed.size());
        if (waiver.isPresent()) {
            evidence.put("waived by", waiver.get().actor() + ", " + waiver.get().at());
            return Finding.done(
                    "The change has not reached " + String.join(", ", behind) + "; waived by name.", evidence);
        }
        if (patience.isOver(run, replication.time())) {
            return Finding.blocked(
                    "After " + patience.inWords() + " the change has not reached " + String.join(", ", behind) + ".",
                    "See whether the server runs and its replica service with it, have the store sent again"
                            + " (Invoke-CsManagementStoreReplication -ReplicaFqdn, for each of them), then try again.",
                    "Lync administrator",
                    evidence);
        }
        int percent = 100 * (needed.size() - behind.size()) / needed.size();
        return Finding.running("The change has not reached " + String.join(", ", behind) + " yet.", percent, evidence);
    }

    private static List<String> all(Estate estate) {
        return estate.chatServers().stream().map(ChatServer::fqdn).toList();
    }

    private static String words(Replication.Replica replica) {
        return (replica.upToDate() ? "up to date" : "not up to date")
                + replica.lastUpdateCreation().map(at -> ", update of " + at).orElse("");
    }
}
