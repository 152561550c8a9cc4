package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.Settings.Fence;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Takes mgc on B out of use by backing up the tail of its log WITH NORECOVERY: whatever was written after the full backup
 * is in that file, and nothing can be written any more.
 */
final class FenceMgc implements Step {
    static final String NAME = "fenceMgc";

    private final Ground ground;

    FenceMgc(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return fences()
                ? "Fence mgc on " + ground.backup().serverName()
                : "See that nothing was written to mgc on " + ground.backup().serverName() + " since its backup";
    }

    @Override
    public Gate gate() {
        return Gate.OUTAGE_AND_PLAN;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    private boolean fences() {
        return ground.settings().fence() == Fence.TAIL_LOG;
    }

    private AgentJob job() {
        return ground.job(ground.backup(), NAME);
    }

    @Override
    public Map<String, String> facts(Run run) {
        if (!fences()) {
            return Map.of();
        }
        MgcBackup backup =
                ground.looks().at(ground.backup(), run, inquiry -> MgcBackup.of(inquiry, ground.mark(), run.id()));
        Map<String, String> facts = new LinkedHashMap<>();
        backup.full().ifPresent(full -> facts.put(FactName.BACKUP_FILE, full.file()));
        facts.put(
                FactName.TAIL_FILE,
                backup.tail()
                        .map(BackupSet::file)
                        .orElseGet(() -> new Folder(ground.estate().storage().backupShare())
                                .file("mgc_" + run.id() + "_" + run.attempt(NAME) + "_tail.trn")));
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
                                .orElseGet(() -> fences() ? look(inquiry, run) : lookUnfenced(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        // The job first: had it ended after its effect was looked for, it would seem to have had none.
        JobTruth truth = LongWork.truth(inquiry, job(), run);
        MgcBackup backup = MgcBackup.of(inquiry, ground.mark(), run.id());
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        return LongWork.decide(
                "The backup of the tail of the log of mgc",
                truth,
                () -> backup.tail().map(tail -> after(backup, mgc)),
                () -> before(inquiry, backup, mgc));
    }

    private Finding after(MgcBackup backup, Optional<Database> mgc) {
        String where = "mgc on " + ground.backup().serverName();
        if (!backup.joined()) {
            return Finding.endangered(
                    "Data is at risk: the tail of the log of " + where + " does not join on to the run's full backup"
                            + backup.strangerLog()
                                    .map(log -> "; \"" + log.file() + "\" lies between")
                                    .orElse("")
                            + ".",
                    "Keep every one of these files. Go back, which lifts the fence; then begin anew.",
                    "DBA",
                    backup.evidence());
        }
        if (mgc.filter(Database::restoring).isEmpty()) {
            return Finding.endangered(
                    where + " is " + mgc.map(Database::inWords).orElse("missing")
                            + " although the tail of its log was taken: what is written there now is not in the backup.",
                    "Find out who recovered it. Go back, then begin anew.",
                    "DBA",
                    backup.evidence());
        }
        return Finding.done(where + " is fenced: RESTORING, with the tail of its log in a file.", backup.evidence());
    }

    private Finding before(Inquiry inquiry, MgcBackup backup, Optional<Database> mgc) {
        String where = "mgc on " + ground.backup().serverName();
        Map<String, String> evidence = new LinkedHashMap<>(backup.evidence());
        mgc.ifPresent(now -> evidence.putAll(now.evidence()));
        if (backup.full().isEmpty() || backup.strangerLog().isPresent()) {
            return Finding.blocked(
                    backup.full().isEmpty()
                            ? "There is no sound full backup of " + where
                                    + " of this run, so its tail would be of no use."
                            : "Somebody else took a log backup of " + where + " after the run's full backup.",
                    "Stop whatever takes log backups of mgc, then try again: where it must be, a new full backup is taken.",
                    "DBA",
                    evidence);
        }
        if (mgc.filter(now -> now.serving() && !now.mirrored()).isEmpty()) {
            return Finding.blocked(
                    where + " is " + mgc.map(Database::inWords).orElse("missing")
                            + "; to be fenced it must be ONLINE, MULTI_USER, READ_WRITE and not mirrored.",
                    "Bring it into that state, then try again.",
                    "DBA",
                    evidence);
        }
        evidence.put("sessions in mgc", Session.inWords(Session.in(Database.MGC, inquiry)));
        evidence.putAll(Contents.of(inquiry).evidence());
        return Finding.needed(where + " can still be written to.", evidence);
    }

    /** As published: mgc stays online on B, so any difference since its backup is a message that P would not have. */
    private Finding lookUnfenced(Inquiry inquiry, Run run) {
        String where = "mgc on " + ground.backup().serverName();
        Optional<Database> mgc = Database.of(inquiry, Database.MGC).filter(Database::online);
        Optional<Contents> atBackup = Contents.recorded(run, BackUpMgc.NAME);
        if (mgc.isEmpty() || atBackup.isEmpty()) {
            return Finding.blocked(
                    mgc.isEmpty()
                            ? where + " is not ONLINE."
                            : "Nobody recorded what was in " + where + " when it was backed up.",
                    "Go back, then begin anew; or configure the fence tail-log, which needs no comparison.",
                    "DBA",
                    Map.of());
        }
        Contents now = Contents.of(inquiry);
        List<Session> sessions = Session.in(Database.MGC, inquiry);
        List<String> differences = now.differencesFrom(atBackup.get());
        Map<String, String> evidence = new LinkedHashMap<>(now.evidence());
        evidence.put("sessions in mgc", Session.inWords(sessions));
        if (differences.isEmpty() && sessions.isEmpty()) {
            return Finding.done(where + " holds what it held when it was backed up; it is not fenced.", evidence);
        }
        String used = where + " was used since it was backed up: "
                + (differences.isEmpty() ? Session.inWords(sessions) : String.join("; ", differences)) + ".";
        String remedy = "What was written is not in the backup. Go back, find out who writes, then begin anew.";
        return differences.isEmpty()
                ? Finding.blocked(used, remedy, "operator", evidence)
                : Finding.endangered(used, remedy, "operator", evidence);
    }

    @Override
    public List<Command> commands(Facts facts) {
        if (!fences()) {
            return List.of();
        }
        String server = ground.backup().serverName();
        String run = facts.get(Facts.RUN);
        Guard guard = ground.guard(ground.backup(), facts);
        String full = "WHERE b.database_name = N'mgc' AND b.name = " + Tsql.literal(MgcBackup.fullName(run))
                + " AND f.physical_device_name = " + Tsql.literal(facts.get(FactName.BACKUP_FILE));
        Guard whole = guard.database(Database.MGC, Guard.UNMIRRORED, "ONLINE")
                .and("""
                        EXISTS (SELECT 1 FROM msdb.dbo.backupset b JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
                                %s)""".formatted(full))
                .and("""
                        NOT EXISTS (SELECT 1 FROM msdb.dbo.backupset b JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id
                                    JOIN msdb.dbo.backupset l ON l.database_name = N'mgc' AND l.type = 'L' AND l.backup_set_id > b.backup_set_id
                                    %s)""".formatted(full));
        String file = facts.get(FactName.TAIL_FILE);
        String step = BackupBatch.around(
                whole,
                Database.MGC,
                file,
                MgcBackup.tailName(run),
                KillSessions.text(Database.MGC),
                """
                BACKUP LOG [mgc] TO DISK = %s
                WITH NORECOVERY, %s;""".formatted(
                        Tsql.literal(file),
                        BackupBatch.with(MgcBackup.tailName(run), "What was written to mgc after its full backup")),
                "this is not " + server + " held by this run, mgc is not ONLINE without mirroring, its full backup is"
                        + " missing, or another log backup was taken since.");
        return List.of(job().start(
                        facts,
                        guard,
                        "Ends every session in mgc on " + server
                                + " and takes the database out of use, keeping what was written last.",
                        "Run " + run + ": fences mgc so that nothing is written to it after its backup.",
                        List.of(JobStep.only("Back up the tail of the log", step))));
    }
}
