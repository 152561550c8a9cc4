package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/** Proves that B serves mgc again, with everything it held before. */
final class ProveWayBack implements Step {
    private final Ground ground;

    ProveWayBack(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "proveWayBack";
    }

    @Override
    public String title() {
        return "Prove that the backup data center serves mgc again";
    }

    @Override
    public Gate gate() {
        return Gate.NONE;
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
                        inquiry ->
                                Privileges.objection(inquiry, ground.backup()).orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.backup().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(found.map(Database::evidence).orElse(Map.of()));
        if (found.filter(Database::serving).isEmpty()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing")
                            + "; to serve it must be ONLINE, MULTI_USER and READ_WRITE.",
                    "Bring it into that state by hand, then try again.",
                    "DBA",
                    evidence);
        }
        Contents now = Contents.of(inquiry);
        evidence.putAll(now.evidence());
        List<String> lost = new ArrayList<>();
        Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME).ifPresent(before -> {
            if (now.messages() < before.messages()) {
                lost.add("messages " + now.messages() + " instead of at least " + before.messages());
            }
            if (now.newestTicks() < before.newestTicks()) {
                lost.add("newest message " + now.newest() + " instead of " + before.newest());
            }
        });
        return lost.isEmpty()
                ? Finding.done(where + " serves again, with " + now.messages() + " messages.", evidence)
                : Finding.endangered(
                        "Data is at risk: " + where + " holds less than before: " + String.join("; ", lost) + ".",
                        "Keep every file. Compare with the run's backup before anybody writes.",
                        "DBA",
                        evidence);
    }
}
