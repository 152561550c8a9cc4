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

/** Takes the full backup of mgc on B from which P is restored. */
final class BackUpMgc implements Step {
    static final String NAME = "backUpMgc";

    private final Ground ground;

    BackUpMgc(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Back up mgc on " + ground.backup().serverName();
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
        return ground.job(ground.backup(), NAME);
    }

    @Override
    public Map<String, String> facts(Run run) {
        MgcBackup backup =
                ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
        String file = backup.full()
                .filter(set -> backup.usable())
                .map(BackupSet::file)
                .orElseGet(() -> new Folder(ground.estate().storage().backupShare())
                        .file("mgc_" + run.id() + "_" + run.attempt(NAME) + ".bak"));
        // Read while mgc is ONLINE: this is what going back gives it again after it was overwritten.
        Map<String, String> facts = new LinkedHashMap<>(
                ground.looks().at(ground.backup(), run, inquiry -> AlignRestoredCopy.asTheyAre(inquiry, run)));
        facts.put(FactName.BACKUP_FILE, file);
        return facts;
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
        // The job first: had it ended after its effect was looked for, it would seem to have had none.
        JobTruth truth = LongWork.truth(inquiry, job(), run);
        MgcBackup backup = MgcBackup.of(inquiry, ground.mark(), run.id());
        if (backup.strangerLog().isPresent() && !backup.usable() && truth.is(JobTruth.State.SUCCEEDED)) {
            return Finding.blocked(
                    "Somebody else took a log backup of mgc after this run's backup (\""
                            + backup.strangerLog().orElseThrow().file()
                            + "\"), so the tail of the log would not join on to it.",
                    "Stop whatever takes log backups of mgc on "
                            + ground.backup().serverName() + ", then try again: a new full backup is taken.",
                    "DBA",
                    backup.evidence());
        }
        return LongWork.decide(
                "The backup of mgc",
                truth,
                () -> backup.full()
                        .filter(set -> backup.usable())
                        .map(set -> Finding.done("mgc is backed up to " + set.file() + ".", set.evidence("backup"))),
                () -> before(inquiry, run));
    }

    private Finding before(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.backup().serverName();
        Optional<Database> found = Database.of(inquiry, Database.MGC);
        if (found.filter(mgc ->
                        mgc.online() && !mgc.mirrored() && mgc.recoveryModel().equals("FULL"))
                .isEmpty()) {
            return Finding.blocked(
                    where + " is " + found.map(Database::inWords).orElse("missing")
                            + "; to be backed up it must be ONLINE, MULTI_USER, READ_WRITE, not mirrored, and in the FULL recovery model.",
                    "Bring it into that state, then try again. A backup that you take by hand counts when it is named \""
                            + MgcBackup.fullName(run.id()) + "\", WITH CHECKSUM, in a file of its own.",
                    "DBA",
                    found.map(Database::evidence).orElse(Map.of()));
        }
        Map<String, String> evidence = new LinkedHashMap<>(found.orElseThrow().evidence());
        evidence.putAll(Contents.of(inquiry).evidence());
        return Finding.needed(where + " is ready to be backed up.", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        String run = facts.get(Facts.RUN);
        Guard guard = ground.guard(ground.backup(), facts);
        String step = BackupBatch.database(
                guard.database(Database.MGC, Guard.UNMIRRORED, "ONLINE"),
                Database.MGC,
                "",
                facts.get(FactName.BACKUP_FILE),
                MgcBackup.fullName(run),
                "mgc as it was served in the backup data center",
                "this is not " + server + " held by this run, or mgc is not ONLINE without mirroring.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Backs up mgc on " + server + " to the share; the database stays as it is.",
                        "Run " + run + ": backs up mgc so that it can be restored to the primary.",
                        List.of(JobStep.only("Back up mgc", step))));
    }
}
