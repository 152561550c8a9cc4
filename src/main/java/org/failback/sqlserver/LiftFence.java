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

/** Brings mgc on B back into use as it was when it was fenced; nothing of it was changed since. */
final class LiftFence implements Step {
    private final Ground ground;

    LiftFence(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return "liftFence";
    }

    @Override
    public String title() {
        return "Lift the fence of mgc on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
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
        Map<String, String> evidence = found.map(Database::evidence).orElse(Map.of());
        BackupCopy copy = BackupCopy.of(inquiry, ground, run);
        if (found.filter(Database::online).isPresent()) {
            return CheckBackupCopy.recoveredByOthers(copy)
                    ? RestoreBackupCopy.recovered(where, copy, copy.evidence())
                    : Finding.done(where + " is ONLINE.", evidence);
        }
        Optional<Finding> objection = GoLive.objection(run, "Bringing mgc back online in the backup data center")
                .or(() -> ground.footing(ground.backup()).objection(inquiry, run));
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!copy.is(BackupCopy.State.AS_IT_WAS)) {
            return Finding.blocked(
                    where + " was overwritten with the primary's, or may have been: " + copy.why() + ".",
                    "Recovering it would bring back something else than what was served. The kept backup is restored first.",
                    "manager",
                    evidence);
        }
        JobTruth fencing = LongWork.truth(inquiry, ground.job(ground.backup(), FenceMgc.NAME), run);
        if (fencing.is(JobTruth.State.RUNNING)) {
            return Finding.blocked(
                    where + " is still being fenced by the job \"" + fencing.job() + "\".",
                    "Wait until that job has ended, then try again.",
                    "operator",
                    LongWork.evidence(fencing));
        }
        boolean ours = KeptBackup.of(inquiry, ground, run).lastLog().isPresent() || run.intended(FenceMgc.NAME);
        return ours && found.filter(mgc -> mgc.restoring() && !mgc.mirrored()).isPresent()
                ? Finding.needed(where + " is fenced by this run.", evidence)
                : Finding.blocked(
                        where + " is " + found.map(Database::inWords).orElse("missing")
                                + ", which is not how this run's fence leaves it.",
                        "Find out who changed it. RESTORE DATABASE [mgc] WITH RECOVERY brings a RESTORING database back,"
                                + " if it is the one that served last.",
                        "DBA",
                        evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        return List.of(new Command.Tsql(
                ground.backup(),
                "Brings mgc on " + server + " back into use as it was when it was fenced.",
                ground.guard(ground.backup(), facts)
                        .database(Database.MGC, Guard.UNMIRRORED, "RESTORING")
                        .and(
                                "NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases WHERE secondary_database = N'mgc')")
                        .and(BackupCopy.notRestoredOver(ground.mark()))
                        .around(
                                "RESTORE DATABASE [mgc] WITH RECOVERY;",
                                "This is not " + server
                                        + " held by this run, mgc is not RESTORING, or it was made from the primary's backup."),
                Optional.empty()));
    }
}
