package org.failback.sqlserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.InWords;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Proves with two looks some time apart that nobody uses mgc on B any more. Clearing the active list does not end
 * connections that were there before, and what they still write would be missing from the backup.
 */
final class ProveQuiescence implements Step {
    static final String NAME = "proveQuiescence";
    private static final String SESSIONS = "sessions in mgc";
    private static final String PINGS = "pings of the chat servers";

    private final Ground ground;

    ProveQuiescence(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Prove that nobody writes to mgc any more";
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
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        Optional<Database> mgc = Database.of(inquiry, Database.MGC).filter(Database::online);
        if (mgc.isEmpty()) {
            return Finding.blocked(
                    "mgc on " + ground.backup().serverName() + " is not ONLINE, so nobody can say whether it is quiet.",
                    "Bring it back ONLINE as principal, then try again.",
                    "DBA",
                    Map.of());
        }
        List<Session> sessions = Session.in(Database.MGC, inquiry);
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put(SESSIONS, Session.inWords(sessions));
        seen.put(PINGS, pings(inquiry));
        seen.putAll(Contents.of(inquiry).evidence());
        return judge(seen, sessions, run);
    }

    private static String pings(Inquiry inquiry) {
        return inquiry.ask(Lookup.PINGS).stream()
                .map(row -> row.text("serverAddress") + " " + row.text("serverLastPingTime"))
                .collect(Collectors.joining("; "));
    }

    private Finding judge(Map<String, String> seen, List<Session> sessions, Run run) {
        Duration interval = ground.settings().quiescenceInterval();
        Optional<Entry> first =
                run.firstFound(NAME).filter(entry -> entry.data().containsKey(PINGS));
        if (first.isEmpty()) {
            return Finding.running("The first of two looks is taken.", 0, seen);
        }
        Duration apart =
                Duration.between(first.get().at(), ground.looks().clock().instant());
        if (apart.compareTo(interval) < 0) {
            return Finding.running(
                    "The second look follows " + InWords.of(interval) + " after the first.",
                    (int) (100 * apart.toMillis() / Math.max(1, interval.toMillis())),
                    seen);
        }
        List<String> moved = new ArrayList<>(
                Contents.from(seen).differencesFrom(Contents.from(first.get().data())));
        if (!seen.get(PINGS).equals(first.get().data().get(PINGS))) {
            moved.add("chat servers still ping: " + seen.get(PINGS));
        }
        if (!sessions.isEmpty()) {
            moved.add(sessions.size() + " sessions stand in mgc");
        }
        Map<String, String> evidence = new LinkedHashMap<>(seen);
        evidence.put("time between the two looks", apart.toSeconds() + " s");
        evidence.put("changed meanwhile", moved.isEmpty() ? "nothing" : String.join("; ", moved));
        return moved.isEmpty()
                ? Finding.done(
                        "mgc is quiet: no sessions, and nothing changed in " + apart.toSeconds() + " s.", evidence)
                : Finding.blocked(
                        "mgc is not quiet: " + String.join("; ", moved) + ".",
                        "Wait and try again, or stop the chat services, or end the sessions.",
                        "operator",
                        evidence);
    }
}
