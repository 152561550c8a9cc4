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

/** Second stage of the proof: the job on B copies the file. */
final class CopyLog implements Step {
    static final String NAME = "copyLog";

    private final Ground ground;
    private final LogShippingJob job;

    CopyLog(Ground ground) {
        this.ground = ground;
        this.job = LogShippingJob.copy(NAME, ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Copy the log to " + ground.backup().serverName();
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
                        .at(ground.backup(), run, inquiry -> row(inquiry, run).map(row -> row.text("copy_job_id")))));
        return facts;
    }

    private Optional<Row> row(Inquiry inquiry, Run run) {
        return LogShipping.of(ground).onSecondary(inquiry, run);
    }

    @Override
    public Finding look(Run run) {
        return job.lookForPinned(this, run, (inquiry, pinned) -> look(inquiry, Folder.nameOf(pinned.file()), run));
    }

    private Finding look(Inquiry inquiry, String file, Run run) {
        return job.decide(
                inquiry,
                run,
                "The copy of the log",
                row(inquiry, run).map(found -> found.text("copy_job_id")),
                () -> row(inquiry, run).filter(found -> copied(found, file)).map(found -> {
                    Map<String, String> evidence = new LinkedHashMap<>();
                    evidence.put("last copied file", found.text("last_copied_file"));
                    evidence.put("copied at", found.text("last_copied_date"));
                    return Finding.done(
                            file + " is copied to " + ground.backup().serverName() + ".", evidence);
                }),
                () -> Finding.needed(file + " is not copied yet.", Map.of("file", file)));
    }

    /** Names of log shipping end in the time of the backup, so a later name means a later file. */
    private static boolean copied(Row row, String file) {
        String last = Folder.nameOf(row.text("last_copied_file"));
        return withoutKind(last).compareToIgnoreCase(withoutKind(file)) >= 0;
    }

    @Override
    public List<Command> commands(Facts facts) {
        String file = Tsql.literal(facts.get(FactName.LOG_FILE));
        return List.of(job.start(
                facts, "Starts the log shipping copy job on " + ground.backup().serverName() + ".", """
                EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary WHERE primary_database = N'mgc'
                        AND backup_source_directory = %s AND RIGHT(last_copied_file, LEN(%s)) >= %s)""".formatted(
                                LogShipping.of(ground).share(facts), file, file)));
    }

    private static String withoutKind(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
