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

/** Third stage of the proof: the job on B restores that very file, as its restore history says. */
final class RestoreLog implements Step {
    static final String NAME = "restoreLog";

    private final Ground ground;
    private final LogShippingJob job;

    RestoreLog(Ground ground) {
        this.ground = ground;
        this.job = LogShippingJob.restore(NAME, ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Restore the log on " + ground.backup().serverName();
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
        Map<String, String> facts = new LinkedHashMap<>(LogShippingJob.pinnedFacts(run, ground));
        facts.putAll(job.facts(
                run,
                ground.looks()
                        .at(
                                ground.backup(),
                                run,
                                inquiry -> row(inquiry, run).map(row -> row.text("restore_job_id")))));
        return facts;
    }

    private Optional<Row> row(Inquiry inquiry, Run run) {
        return LogShipping.of(ground).onSecondary(inquiry, run);
    }

    @Override
    public Finding look(Run run) {
        return job.lookForPinned(this, run, (inquiry, pinned) -> look(inquiry, pinned, run));
    }

    private Finding look(Inquiry inquiry, BackupSet pinned, Run run) {
        String file = Folder.nameOf(pinned.file());
        return job.decide(
                inquiry,
                run,
                "The restore of the log",
                row(inquiry, run).map(found -> found.text("restore_job_id")),
                () -> LogShippingJob.restoredSinceMade(inquiry, pinned.uuid()).map(restore -> {
                    Map<String, String> evidence = new LinkedHashMap<>(pinned.evidence("log backup"));
                    row(inquiry, run).ifPresent(found -> {
                        evidence.put("last copied file", found.text("last_copied_file"));
                        evidence.put("last restored file", found.text("last_restored_file"));
                    });
                    evidence.put("restored at", restore.text("restore_date"));
                    return Finding.done(
                            file + " came through: backed up on "
                                    + ground.primary().serverName() + ", copied and restored on "
                                    + ground.backup().serverName() + ".",
                            evidence);
                }),
                () -> Finding.needed(file + " is not restored yet.", Map.of("file", file)));
    }

    @Override
    public List<Command> commands(Facts facts) {
        return List.of(job.start(
                facts,
                "Starts the log shipping restore job on " + ground.backup().serverName()
                        + "; the database stays RESTORING.",
                """
                EXISTS (SELECT 1 FROM msdb.dbo.restorehistory r JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id
                        WHERE r.destination_database_name = N'mgc' AND b.backup_set_uuid = %s
                        AND r.restore_history_id > (SELECT MAX(m.restore_history_id) FROM msdb.dbo.restorehistory m
                                                    WHERE m.destination_database_name = N'mgc' AND m.restore_type = 'D'))""".formatted(Tsql.literal(facts.get(FactName.LOG_SET)))));
    }
}
