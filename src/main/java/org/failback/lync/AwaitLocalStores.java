package org.failback.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
 * Waits until every confirmed server itself knows that the pool is Normal, and its chat service runs: what the Central
 * Management store says of a replica is not what the service reads.
 */
public final class AwaitLocalStores implements Step {
    static final String NAME = "awaitLocalStores";

    private final Estate estate;
    private final ChatPoolReader reader;
    private final Patience patience;
    private final Changes changes = Changes.ofGoingLive();

    /** @param patience how long the change may take to reach every server before people are asked */
    public AwaitLocalStores(Estate estate, ChatPoolReader reader, Duration patience) {
        this.estate = estate;
        this.reader = reader;
        this.patience = new Patience(NAME, patience);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "See the pool Normal on every active server";
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
        Optional<List<String>> confirmed = run.confirmedServers();
        if (confirmed.isEmpty()) {
            return GoingLive.nobodyConfirmed(Map.of());
        }
        List<ChatServer> asked = estate.chatServers().stream()
                .filter(server -> confirmed.get().stream().anyMatch(server.fqdn()::equalsIgnoreCase))
                .toList();
        if (asked.size() < confirmed.get().size()) {
            return Finding.blocked(
                    "Not every confirmed server is configured: " + String.join(", ", confirmed.get()) + ".",
                    "Make failback.estate.chat-servers name all members of the pool.",
                    "operator",
                    Map.of());
        }
        Optional<Entry> waiver = run.waiver(NAME);
        return waiver.isPresent() ? waived(waiver.get(), reader.survey(asked)) : judged(run, reader.servers(asked));
    }

    /** Somebody decided to go on without those that do not answer or lag; one that serves there must be. */
    private static Finding waived(Entry waiver, Survey survey) {
        Map<String, String> evidence = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Survey.Asked asked : survey.servers()) {
            boolean serves = asked.local()
                    .filter(local -> local.state().equals(ChatPool.NORMAL) && local.serves())
                    .isPresent();
            evidence.put(
                    asked.server().fqdn(),
                    asked.local().map(AwaitLocalStores::words).orElse("no answer: " + asked.words()));
            if (!serves) {
                missing.add(asked.server().fqdn());
            }
        }
        evidence.put("waived by", waiver.actor() + ", " + waiver.at());
        return missing.size() < survey.servers().size()
                ? Finding.done(
                        missing.isEmpty()
                                ? "Every active server serves after all."
                                : "The pool goes on without " + String.join(", ", missing) + ", waived by name.",
                        evidence)
                : Finding.blocked(
                        "None of the active servers serves.",
                        remedy(missing, List.of()),
                        "Lync administrator",
                        evidence);
    }

    private Finding judged(Run run, List<LocalServer> servers) {
        Optional<Instant> change = changes.latest(run);
        Optional<Instant> now =
                servers.stream().flatMap(server -> server.time().stream()).max(Comparator.naturalOrder());
        Map<String, String> evidence = new LinkedHashMap<>();
        servers.forEach(server -> evidence.put(server.fqdn(), words(server)));
        change.ifPresent(at -> evidence.put(ClearActiveServers.CHANGED_AT, at.toString()));
        now.ifPresent(at -> evidence.put(ChatPool.SEEN_AT, at.toString()));
        List<String> stale = names(servers, server -> !server.state().equals(ChatPool.NORMAL));
        List<String> silent = names(servers, server -> !server.serves());
        if (stale.isEmpty() && silent.isEmpty()) {
            return Finding.done(
                    "Every active server knows that the pool is Normal, and its chat service runs.", evidence);
        }
        String missing = missing(stale, silent);
        if (now.isPresent() && patience.isOver(run, now.get())) {
            return Finding.blocked(
                    "After " + patience.inWords() + " " + missing + ".",
                    remedy(stale, silent),
                    "Lync administrator",
                    evidence);
        }
        long ready = servers.stream()
                .filter(server -> !stale.contains(server.fqdn()) && !silent.contains(server.fqdn()))
                .count();
        return Finding.running("Not yet: " + missing + ".", (int) (100 * ready / servers.size()), evidence);
    }

    private static String missing(List<String> stale, List<String> silent) {
        List<String> parts = new ArrayList<>();
        if (!stale.isEmpty()) {
            parts.add("the local store of " + String.join(", ", stale) + " does not say Normal");
        }
        if (!silent.isEmpty()) {
            parts.add("the chat service does not run on " + String.join(", ", silent));
        }
        return String.join(", and ", parts);
    }

    private static String remedy(List<String> stale, List<String> silent) {
        StringBuilder remedy = new StringBuilder();
        for (String server : stale) {
            remedy.append("On ")
                    .append(server)
                    .append(" see that the replica service (Lync Server or Skype for Business Server Replica Replicator"
                            + " Agent) runs, and have the store sent again: Invoke-CsManagementStoreReplication"
                            + " -ReplicaFqdn ")
                    .append(server)
                    .append(". ");
        }
        for (String server : silent) {
            remedy.append("On ").append(server).append(" start the chat service (Start-CsWindowsService). ");
        }
        return remedy.append("Where the event log shows 53530 (connection to the chat database lost), restart the chat"
                        + " service there. Then try again.")
                .toString();
    }

    private static List<String> names(List<LocalServer> servers, Predicate<LocalServer> which) {
        return servers.stream().filter(which).map(LocalServer::fqdn).toList();
    }

    private static String words(LocalServer server) {
        return "state " + (server.state().isEmpty() ? "unknown" : server.state()) + "; " + server.servicesInWords();
    }
}
