package org.failback.sqlserver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Entry;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.InWords;
import org.failback.step.Run;
import org.failback.step.Step;

/** Waits until every server that is to be active is connected to mgc on P: chat is there, not only announced. */
final class AwaitSessions implements Step {
    static final String NAME = "awaitSessions";

    private final Ground ground;

    AwaitSessions(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "See the active servers connected to mgc on " + ground.primary().serverName();
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
        List<String> servers = run.confirmedServers().orElse(List.of());
        if (servers.isEmpty()) {
            return Finding.blocked(
                    "Nobody has confirmed which servers are to be active.",
                    "Have operators confirm the active servers first.",
                    "operator",
                    Map.of());
        }
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> Privileges.objection(inquiry, ground.primary())
                                .orElseGet(() -> look(inquiry, servers, run)));
    }

    private Finding look(Inquiry inquiry, List<String> servers, Run run) {
        List<Session> sessions = Session.in(Database.MGC, inquiry);
        Map<String, String> evidence = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String server : servers) {
            List<Session> own =
                    sessions.stream().filter(session -> session.isFrom(server)).toList();
            evidence.put(server, Session.inWords(own));
            if (own.isEmpty()) {
                missing.add(server);
            }
        }
        inquiry.ask(Lookup.PINGS)
                .forEach(ping ->
                        evidence.put("last ping of " + ping.text("serverAddress"), ping.text("serverLastPingTime")));
        Optional<Entry> waiver = run.waiver(NAME).filter(given -> missing.size() < servers.size());
        if (!missing.isEmpty() && waiver.isPresent()) {
            evidence.put("waived by", waiver.get().actor() + ", " + waiver.get().at());
            return Finding.done("Chat is served without " + String.join(", ", missing) + ", waived by name.", evidence);
        }
        if (missing.isEmpty()) {
            return Finding.done("Every active server is connected to mgc on the primary.", evidence);
        }
        String what = String.join(", ", missing) + (missing.size() == 1 ? " is" : " are") + " not connected to mgc on "
                + ground.primary().serverName();
        Duration patience = ground.settings().replicationWait();
        Optional<Instant> since = run.firstFoundSinceDecision(NAME).map(Entry::at);
        if (since.filter(first ->
                        first.plus(patience).isBefore(ground.looks().clock().instant()))
                .isPresent()) {
            return Finding.blocked(
                    "After " + InWords.of(patience) + " " + what + ".",
                    "See the Lync Server event log there: 53530 means that it lost or never got the chat database. Look at the"
                            + " logins of mgc and at the firewall, restart the chat service, then try again.",
                    "Lync administrator",
                    evidence);
        }
        return Finding.running(what + " yet.", 100 * (servers.size() - missing.size()) / servers.size(), evidence);
    }
}
