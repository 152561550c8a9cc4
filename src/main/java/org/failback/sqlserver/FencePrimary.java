package org.failback.sqlserver;

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

/**
 * Takes mgc on P OFFLINE before the one on B serves again, so that never two of them can be written to. It stays as it
 * is; the next attempt brings it ONLINE and overwrites it.
 */
final class FencePrimary implements Step {
    private static final String[] STARTED = {"ONLINE", "SUSPECT", "RECOVERY_PENDING", "EMERGENCY"};

    private final Ground ground;

    FencePrimary(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "fencePrimary";
    }

    @Override
    public String title() {
        return "Take mgc on " + ground.primary().serverName() + " OFFLINE";
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE_COPY;
    }

    @Override
    public Map<String, String> facts(Run run) {
        return Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME)
                .map(contents -> Map.of(FactName.NEWEST_MESSAGE, String.valueOf(contents.newestTicks())))
                .orElse(Map.of());
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
        Map<String, String> evidence =
                new LinkedHashMap<>(found.map(Database::evidence).orElse(Map.of()));
        if (found.isEmpty() || found.filter(FencePrimary::outOfUse).isPresent()) {
            return Finding.done(
                    where + " is " + found.map(Database::inWords).orElse("missing") + ": nothing can be written to it.",
                    evidence);
        }
        Optional<Finding> gone = GoLive.objection(run, "Taking mgc on the primary OFFLINE");
        if (gone.isPresent()) {
            return gone.get();
        }
        Database mgc = found.get();
        if (mgc.mirrored()) {
            return Finding.blocked(
                    where + " is " + mgc.inWords() + "; a mirrored database cannot be taken OFFLINE.",
                    "Find out who mirrored it. ALTER DATABASE [mgc] SET PARTNER OFF, then try again.",
                    "DBA",
                    evidence);
        }
        if (mgc.online()) {
            List<String> differences = Contents.recorded(run, FenceMgc.NAME, BackUpMgc.NAME)
                    .map(recorded -> Contents.of(inquiry).differencesFrom(recorded))
                    .orElse(List.of("nobody recorded what the backup held"));
            if (!differences.isEmpty()) {
                return Finding.blocked(
                        "Data is at risk: " + where + " does not hold what was restored to it: "
                                + String.join("; ", differences) + ". What was written there does not come along.",
                        "Find out who wrote it. If you go back all the same: keep a backup of it in a place of its own, take it"
                                + " OFFLINE by hand (ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE), then try"
                                + " again.",
                        "manager",
                        evidence);
            }
        }
        return Finding.needed(where + " is " + mgc.inWords() + ".", evidence);
    }

    private static boolean outOfUse(Database mgc) {
        return mgc.is("OFFLINE") || mgc.restoring();
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        Guard guard = ground.guard(ground.primary(), facts)
                .database(Database.MGC, Guard.UNMIRRORED, STARTED)
                .and("@newer = 0")
                .and(ground.noChatServer())
                .and(
                        "NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases WHERE primary_database = N'mgc')");
        return List.of(new Command.Tsql(
                ground.primary(),
                "Takes mgc on " + server + " OFFLINE; what it holds stays there.",
                RestoreMgc.newerMessages(facts)
                        + guard.around(
                                "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE;",
                                "This is not " + server
                                        + " held by this run, mgc is mirrored or in another state than expected, its log is still"
                                        + " shipped, it holds newer messages than the backup, or chat servers use it."),
                Optional.empty()));
    }
}
