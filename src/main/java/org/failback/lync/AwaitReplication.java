package org.failback.lync;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * Waits until every chat server holds the list of active servers that a step before it set.
 *
 * <p>A replica can seem up to date for a moment before the master has noticed the change; so its update must also be no
 * older than the change, and the process proves by a second look.
 */
public final class AwaitReplication implements Step {
    private final String name;
    private final String title;
    private final String changingStep;
    private final Estate estate;
    private final ChatPoolReader reader;
    private final Duration patience;

    private AwaitReplication(
            String name, String title, String changingStep, Estate estate, ChatPoolReader reader, Duration patience) {
        this.name = name;
        this.title = title;
        this.changingStep = changingStep;
        this.estate = estate;
        this.reader = reader;
        this.patience = patience;
    }

    /** @param patience how long a change may take to reach every server before people are asked */
    static AwaitReplication ofClearing(Estate estate, ChatPoolReader reader, Duration patience) {
        return new AwaitReplication(
                "awaitClearing",
                "See the cleared list on every chat server",
                ClearActiveServers.NAME,
                estate,
                reader,
                patience);
    }

    /** @param patience how long a change may take to reach every server before people are asked */
    static AwaitReplication ofResetting(Estate estate, ChatPoolReader reader, Duration patience) {
        return new AwaitReplication(
                "awaitResetting",
                "See the recorded list on every chat server",
                ResetActiveServers.NAME,
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
        List<String> servers =
                estate.chatServers().stream().map(ChatServer::fqdn).toList();
        Optional<Instant> change = changedAt(run);
        Replication replication = reader.replication(servers);
        Map<String, String> evidence = new LinkedHashMap<>();
        List<String> behind = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String server : servers) {
            Optional<Replication.Replica> replica = replication.replicas().stream()
                    .filter(r -> r.server().equals(server.toLowerCase(Locale.ROOT)))
                    .findFirst();
            if (replica.isEmpty()) {
                unknown.add(server);
            } else if (!replica.get().holds(change)) {
                behind.add(server);
            }
            evidence.put(
                    server, replica.map(AwaitReplication::words).orElse("unknown to the Central Management store"));
        }
        evidence.put("active master", replication.master());
        change.ifPresent(at -> evidence.put("list set at", at.toString()));
        if (!unknown.isEmpty()) {
            return Finding.blocked(
                    "The Central Management store knows no replica of " + String.join(", ", unknown) + ".",
                    "Correct the names of the chat servers, or finish installing them.",
                    "Lync administrator",
                    evidence);
        }
        if (behind.isEmpty()) {
            return Finding.done("Every chat server holds the list of active servers.", evidence);
        }
        if (change.isPresent() && change.get().plus(patience).isBefore(replication.time())) {
            return Finding.blocked(
                    "After " + patience.toMinutes() + " min the change has not reached " + String.join(", ", behind)
                            + ".",
                    "See whether the server runs and its replica service with it, have the store sent again"
                            + " (Invoke-CsManagementStoreReplication -ReplicaFqdn " + behind.get(0)
                            + "), then try again.",
                    "Lync administrator",
                    evidence);
        }
        int percent = 100 * (servers.size() - behind.size()) / servers.size();
        return Finding.running("The change has not reached " + String.join(", ", behind) + " yet.", percent, evidence);
    }

    private static String words(Replication.Replica replica) {
        return (replica.upToDate() ? "up to date" : "not up to date")
                + replica.lastUpdateCreation().map(at -> ", update of " + at).orElse("");
    }

    /** When this run set the list; empty where it found it as it should be. */
    private Optional<Instant> changedAt(Run run) {
        return run.of(Entry.Kind.FOUND)
                .filter(entry -> entry.step().equals(changingStep))
                .map(entry -> entry.data().get(ClearActiveServers.CHANGED_AT))
                .filter(at -> at != null)
                .reduce((earlier, later) -> later)
                .flatMap(AwaitReplication::instant);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException odd) {
            return Optional.empty();
        }
    }
}
