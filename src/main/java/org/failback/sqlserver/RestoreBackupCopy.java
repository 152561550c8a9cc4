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
 * Makes mgc on B what it was before it was overwritten, from the run's own full backup of it and the last log. It never
 * says REPLACE: the backup is of the very database that is there, and the server refuses any other (3154).
 */
final class RestoreBackupCopy implements Step {
    static final String NAME = "restoreBackupCopy";

    private final Ground ground;

    RestoreBackupCopy(Ground ground) {
        this.ground = ground;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Restore the kept backup of mgc on " + ground.backup().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE_COPY;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    @Override
    public Map<String, String> facts(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> KeptBackup.of(inquiry, ground, run).facts());
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> ground.footing(ground.backup())
                                .objection(inquiry, run)
                                .orElseGet(() -> LongWork.decide(
                                        "The restore of the kept backup",
                                        LongWork.truth(inquiry, ground.job(ground.backup(), NAME), run),
                                        () -> restored(inquiry, run),
                                        () -> before(inquiry, run))));
    }

    private String where() {
        return "mgc on " + ground.backup().serverName();
    }

    private Optional<Finding> restored(Inquiry inquiry, Run run) {
        BackupCopy copy = BackupCopy.of(inquiry, ground, run);
        if (!copy.is(BackupCopy.State.RESTORED)) {
            return Optional.empty();
        }
        return Optional.of(
                copy.mgc().filter(Database::serving).isPresent()
                        ? Finding.done(where() + " was restored from this run's backup of it.", copy.evidence())
                        : Finding.blocked(
                                where() + " was restored from this run's backup of it, but it is "
                                        + copy.mgc().map(Database::inWords).orElse("missing") + ".",
                                "Bring it ONLINE, MULTI_USER and READ_WRITE by hand, then try again. It is not restored a"
                                        + " second time.",
                                "DBA",
                                copy.evidence()));
    }

    private Finding before(Inquiry inquiry, Run run) {
        Optional<Finding> gone = GoLive.objection(run, "Restoring mgc in the backup data center");
        if (gone.isPresent()) {
            return gone.get();
        }
        BackupCopy copy = BackupCopy.of(inquiry, ground, run);
        KeptBackup kept = KeptBackup.of(inquiry, ground, run);
        Map<String, String> evidence = new LinkedHashMap<>(copy.evidence());
        evidence.putAll(kept.evidence());
        if (copy.is(BackupCopy.State.BEING_OVERWRITTEN)) {
            return Finding.blocked(
                    where() + " is being overwritten: " + copy.why() + ".",
                    "Wait until that job has ended, then try again.",
                    "operator",
                    evidence);
        }
        if (CheckBackupCopy.recoveredByOthers(copy)) {
            return recovered(where(), copy, evidence);
        }
        if (copy.mgc().filter(now -> now.restoring() && !now.mirrored()).isEmpty()) {
            return Finding.blocked(
                    where() + " is " + copy.mgc().map(Database::inWords).orElse("missing")
                            + "; to be restored it must be RESTORING and not mirrored.",
                    "Find out who changed it and what it holds, then try again.",
                    "DBA",
                    evidence);
        }
        return kept(inquiry, kept, evidence)
                .or(() -> shipping(inquiry, evidence))
                .or(() -> ground.looks().at(ground.primary(), run, primary -> primaryServes(primary, evidence)))
                .orElseGet(() -> Finding.needed(where() + " is to be restored: " + copy.why() + ".", evidence));
    }

    /** What somebody recovered may have been written to since, and that is on no other copy. */
    static Finding recovered(String where, BackupCopy copy, Map<String, String> evidence) {
        return Finding.blocked(
                where + " was overwritten with the primary's, and then somebody recovered it: it is "
                        + copy.mgc().map(Database::inWords).orElse("missing") + ".",
                "Find out who did it and whether anybody wrote to it. Nothing is restored over it while it is ONLINE. Take"
                        + " its log into a file first, which keeps what was written and leaves it RESTORING: BACKUP LOG"
                        + " [mgc] TO DISK = N'<a new file>' WITH NORECOVERY; then try again.",
                "DBA",
                evidence);
    }

    private Optional<Finding> kept(Inquiry inquiry, KeptBackup kept, Map<String, String> evidence) {
        if (!kept.whole()) {
            return Optional.of(Finding.blocked(
                    "This run's backup of " + where() + " and its last log are not complete in msdb of "
                            + ground.backup().serverName() + " any more.",
                    "Find out who removed them from the backup history. Restore them by hand, the full backup WITH NORECOVERY"
                            + " and the last log WITH RECOVERY, without REPLACE; then try again.",
                    "DBA",
                    evidence));
        }
        return kept.sets().stream()
                .filter(set -> !set.isAloneIn(inquiry.ask(Lookup.HEADER, set.file())))
                .findFirst()
                .map(set -> Finding.blocked(
                        "Data is at risk: " + set.file() + " does not hold exactly the one backup set that this run"
                                + " wrote.",
                        "Bring the file back from the second place it was copied to, then try again.",
                        "DBA",
                        evidence));
    }

    private Optional<Finding> shipping(Inquiry inquiry, Map<String, String> evidence) {
        return inquiry.ask(Lookup.LOG_SHIPPING_SOURCES).stream()
                        .anyMatch(row -> row.text("primary_database").equals(Database.MGC))
                ? Optional.of(Finding.blocked(
                        where() + " still takes the primary's logs.",
                        "Try again: log shipping is removed first.",
                        "DBA",
                        evidence))
                : Optional.empty();
    }

    private Optional<Finding> primaryServes(Inquiry primary, Map<String, String> evidence) {
        return Database.of(primary, Database.MGC)
                .filter(Database::online)
                .map(mgc -> Finding.blocked(
                        "mgc on " + ground.primary().serverName()
                                + " is ONLINE; two copies that can be written to must never be.",
                        "Try again: it is taken OFFLINE first.",
                        "DBA",
                        evidence));
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        Guard guard = ground.guard(ground.backup(), facts);
        return List.of(ground.job(ground.backup(), NAME)
                .start(
                        facts,
                        guard,
                        "Overwrites mgc on " + server
                                + " with the backup that this run took of it, and brings it back into use.",
                        "Run " + facts.get(Facts.RUN) + ": restores mgc from this instance's own backup set "
                                + facts.get(FactName.BACKUP_SET) + ".",
                        List.of(JobStep.only("Restore mgc", restore(facts, guard)))));
    }

    private String restore(Facts facts, Guard guard) {
        Guard whole = guard.database(Database.MGC, Guard.UNMIRRORED, "RESTORING")
                .and(
                        "NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases WHERE secondary_database = N'mgc')")
                .and(known(facts.get(FactName.BACKUP_SET)))
                .and(known(facts.get(FactName.LAST_LOG_SET)));
        return """
                SET QUOTED_IDENTIFIER ON;
                IF EXISTS (SELECT 1 FROM msdb.dbo.restorehistory r JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
                           WHERE r.destination_database_name = N'mgc' AND r.recovery = 1 AND b.backup_set_uuid = %1$s)
                    PRINT N'mgc was restored from this backup before; nothing was done.';
                ELSE IF %2$s
                BEGIN
                    RESTORE DATABASE [mgc] FROM DISK = %3$s
                    WITH FILE = 1, NORECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5;
                    IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'mgc' AND state_desc = N'RESTORING')
                        RESTORE LOG [mgc] FROM DISK = %4$s
                        WITH FILE = 1, RECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5;
                END
                ELSE
                    %5$s""".formatted(
                        Tsql.literal(facts.get(FactName.LAST_LOG_SET)),
                        whole.text(),
                        Tsql.literal(facts.get(FactName.BACKUP_FILE)),
                        Tsql.literal(facts.get(FactName.LAST_LOG_FILE)),
                        Tsql.raise("mgc was not restored: this is not "
                                + ground.backup().serverName()
                                + " held by this run, mgc is mirrored or not RESTORING, it still takes the primary's logs, or the"
                                + " backups of this run are not in its history."));
    }

    private static String known(String set) {
        return "EXISTS (SELECT 1 FROM msdb.dbo.backupset WHERE database_name = N'mgc' AND backup_set_uuid = "
                + Tsql.literal(set) + ")";
    }
}
