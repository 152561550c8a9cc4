package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Brings mgc on P ONLINE where an earlier attempt left it OFFLINE: only then can be seen that it holds nothing newer, and
 * only then can a safety copy of it be kept.
 */
final class BringPrimaryOnline implements Step {
    private final Ground ground;

    BringPrimaryOnline(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "bringPrimaryOnline";
    }

    @Override
    public String title() {
        return "Bring mgc on " + ground.primary().serverName() + " ONLINE";
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE;
    }

    @Override
    public boolean onlyIfNeeded() {
        return true;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.primary().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence = found.map(Database::evidence).orElse(Map.of());
        if (found.filter(Database::online).isPresent()) {
            return Finding.done(where + " is ONLINE.", evidence);
        }
        if (run.intended(RestoreMgc.NAME)) {
            return Finding.done(where + " is not ONLINE since this run began to restore it.", evidence);
        }
        Optional<EarlierAttempt> earlier = found.flatMap(mgc -> EarlierAttempt.of(inquiry, mgc));
        if (earlier.filter(EarlierAttempt::nothingOfItsOwn).isPresent()) {
            return Finding.done(
                    where + " is RESTORING, and nothing has to be brought ONLINE: "
                            + earlier.get().words() + ".",
                    evidence);
        }
        return earlier.isPresent() && found.get().is("OFFLINE")
                ? Finding.needed(where + " is OFFLINE: " + earlier.get().words() + ".", evidence)
                : Finding.blocked(
                        where + " is " + found.map(Database::inWords).orElse("missing")
                                + "; before it is overwritten it must be ONLINE, MULTI_USER and not mirrored.",
                        "Install mgc on the primary with Topology Builder, or bring it ONLINE, then try again.",
                        "DBA",
                        evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        return List.of(new Command.Tsql(
                ground.primary(),
                "Brings mgc on " + server + " ONLINE, where an earlier attempt left it OFFLINE.",
                ground.guard(ground.primary(), facts)
                        .database(Database.MGC, Guard.UNMIRRORED, "OFFLINE")
                        .around(
                                "ALTER DATABASE [mgc] SET ONLINE;",
                                "This is not " + server + " held by this run, or mgc is not OFFLINE."),
                Optional.empty()));
    }
}
