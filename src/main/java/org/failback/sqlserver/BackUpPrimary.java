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
 * Takes the full backup of the restored mgc on P, from which B's copy is made. The one that P was restored from will not
 * do: recovery on P began a new fork, and only a backup of P takes P's logs for certain.
 */
final class BackUpPrimary implements Step {
    static final String NAME = "backUpPrimary";

    private final Ground ground;

    BackUpPrimary(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Back up mgc on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private AgentJob job() {
        return ground.job(ground.primary(), NAME);
    }

    @Override
    public Map<String, String> facts(Run run) {
        String file = ground.looks()
                .at(ground.primary(), run, inquiry -> PrimaryBackup.of(inquiry, ground.mark(), run.id()))
                .full()
                .map(BackupSet::file)
                .orElseGet(() -> new Folder(ground.estate().storage().backupShare())
                        .file("mgc_primary_" + run.id() + "_" + run.attempt(NAME) + ".bak"));
        return Map.of(FactName.PRIMARY_FILE, file);
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.primary(),
                        run,
                        inquiry -> ground.footing(ground.primary())
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The backup of the primary's mgc",
                                        LongWork.truth(inquiry, job(), run),
                                        () -> PrimaryBackup.of(inquiry, ground.mark(), run.id())
                                                .full()
                                                .map(set -> Finding.done(
                                                        "mgc of the primary is backed up to " + set.file() + ".",
                                                        set.evidence("backup of the primary"))),
                                        () -> before(inquiry, run))));
    }

    private Finding before(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.primary().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(found.map(Database::evidence).orElse(Map.of()));
        if (found.filter(mgc -> mgc.serving() && mgc.recoveryModel().equals("FULL"))
                .isEmpty()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing")
                            + "; to be backed up it must be ONLINE, MULTI_USER, READ_WRITE and in the FULL recovery model.",
                    "Bring it into that state, then try again.",
                    "DBA",
                    evidence);
        }
        return RestoredPrimary.objection(inquiry, run, ground)
                .orElseGet(() -> Finding.needed(where + " is ready to be backed up.", evidence));
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        String run = facts.get(Facts.RUN);
        Guard guard = ground.guard(ground.primary(), facts);
        String step = BackupBatch.database(
                guard.online(Database.MGC),
                Database.MGC,
                "",
                facts.get(FactName.PRIMARY_FILE),
                PrimaryBackup.nameOf(run),
                "mgc of the primary after it was restored",
                "this is not " + server + " held by this run, or mgc is not ONLINE.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Backs up mgc on " + server + " to the share; the database stays as it is.",
                        "Run " + run + ": backs up mgc of the primary so that the backup's copy can be made from it.",
                        List.of(JobStep.only("Back up mgc", step))));
    }
}
