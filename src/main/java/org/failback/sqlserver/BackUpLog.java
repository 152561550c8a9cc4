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

/** First stage of the proof: the job on P backs its log up, and the first file in the run's folder is the one that must come through. */
final class BackUpLog implements Step {
    static final String NAME = "backUpLog";

    private final Ground ground;
    private final LogShippingJob job;

    BackUpLog(Ground ground) {
        this.ground = ground;
        this.job = LogShippingJob.backup(NAME, ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Back up the log of mgc on " + ground.primary().serverName();
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
    }

    @Override
    public boolean longRunning() {
        return true;
    }

    @Override
    public Map<String, String> facts(Run run) {
        return job.facts(
                run,
                ground.looks()
                        .at(
                                ground.primary(),
                                run,
                                inquiry -> shipping().onPrimary(inquiry, run).map(row -> row.text("job_id"))));
    }

    private LogShipping shipping() {
        return LogShipping.of(ground);
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
        Folder share = shipping().share(run.id());
        return job.decide(
                inquiry,
                run,
                "The backup of the log",
                shipping().onPrimary(inquiry, run).map(row -> row.text("job_id")),
                () -> done(backups(inquiry, run), share),
                () -> backups(inquiry, run).straysBefore(share).stream()
                        .filter(stray -> !isRestored(stray, run))
                        .findFirst()
                        .map(this::stray)
                        .orElseGet(() -> Finding.needed("Log shipping has backed up no log yet.", Map.of())));
    }

    private PrimaryBackup backups(Inquiry inquiry, Run run) {
        return PrimaryBackup.of(inquiry, ground.mark(), run.id());
    }

    private static Optional<Finding> done(PrimaryBackup backups, Folder share) {
        return backups.firstIn(share).map(log -> {
            Map<String, String> evidence = log.evidence("log backup");
            List<String> strays = backups.straysBefore(share).stream()
                    .map(stray -> stray.file() + ", finished " + stray.finished())
                    .toList();
            if (!strays.isEmpty()) {
                evidence.put("log backup before it, by others", String.join("; ", strays));
            }
            return Finding.done("The log is backed up to " + log.file() + ".", evidence);
        });
    }

    private boolean isRestored(BackupSet log, Run run) {
        return ground.looks()
                .at(
                        ground.backup(),
                        run,
                        inquiry -> !inquiry.ask(Lookup.RESTORES_OF_SET, Database.MGC, log.uuid())
                                .isEmpty());
    }

    private Finding stray(BackupSet stray) {
        return Finding.blocked(
                "Somebody else took a log backup of mgc on " + ground.primary().serverName()
                        + " after the backup that the secondary was made from: " + stray.file() + ", finished "
                        + stray.finished() + ". Log shipping alone cannot bring that part to "
                        + ground.backup().serverName() + ".",
                "Stop whatever takes log backups of mgc there. Then apply the file by hand on "
                        + ground.backup().serverName()
                        + " (RESTORE LOG [mgc] FROM DISK = ... WITH NORECOVERY), then try again.",
                "DBA",
                stray.evidence("log backup by others"));
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of(job.start(
                facts,
                "Starts the log shipping backup job on " + ground.primary().serverName()
                        + "; the database stays as it is.",
                backedUp(facts)));
    }

    /** The first log backup of log shipping in the run's folder, by the names that log shipping gives. */
    private String backedUp(Facts facts) {
        String share = shipping().share(facts.get(Facts.RUN)).path();
        return """
                EXISTS (SELECT 1 FROM msdb.dbo.backupset l JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = l.media_set_id
                        WHERE l.database_name = N'mgc' AND l.type = 'L' AND l.is_copy_only = 0
                        AND CHARINDEX(%s, f.physical_device_name) = 1 AND RIGHT(f.physical_device_name, 22) LIKE N'mgc[_]%s.%%'
                        AND l.backup_set_id > (SELECT MAX(b.backup_set_id) FROM msdb.dbo.backupset b
                                               WHERE b.database_name = N'mgc' AND b.type = 'D' AND b.name = %s))""".formatted(
                        Tsql.literal(share + "\\"),
                        "[0-9]".repeat(14),
                        Tsql.literal(PrimaryBackup.nameOf(facts.get(Facts.RUN))));
    }
}
