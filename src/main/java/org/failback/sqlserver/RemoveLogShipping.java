package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failback.estate.SqlInstance;
import org.failback.step.Command;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Gate;
import org.failback.step.Run;
import org.failback.step.Step;

/**
 * Takes this run's log shipping of mgc away again, however far it was set up, by the procedures that are documented for
 * it, in their documented order: the entry for the secondary before the primary, the database before its primary.
 */
final class RemoveLogShipping implements Step {
    private final String name;
    private final SqlInstance instance;
    private final Ground ground;
    private final LogShipping shipping;

    private RemoveLogShipping(String name, SqlInstance instance, Ground ground) {
        this.name = name;
        this.instance = instance;
        this.ground = ground;
        this.shipping = LogShipping.of(ground);
    }

    static RemoveLogShipping fromPrimary(Ground ground) {
        return new RemoveLogShipping("removeLogShippingFromPrimary", ground.primary(), ground);
    }

    static RemoveLogShipping fromBackup(Ground ground) {
        return new RemoveLogShipping("removeLogShippingFromBackup", ground.backup(), ground);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Remove log shipping of mgc from " + instance.serverName();
    }

    @Override
    public Gate gate() {
        return Gate.RESTORE_COPY;
    }

    @Override
    public Finding look(Run run) {
        return ground.looks()
                .at(
                        instance,
                        run,
                        inquiry ->
                                ground.footing(instance).objection(inquiry, run).orElseGet(() -> look(inquiry, run)));
    }

    private Finding look(Inquiry inquiry, Run run) {
        List<String> ours = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Set<String> jobs = new LinkedHashSet<>();
        String share = shipping.share(run.id()).path();
        inquiry.ask(Lookup.LOG_SHIPPING_PRIMARIES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC))
                .forEach(row -> {
                    sort(row.text("backup_share"), share, "primary of mgc to ", ours, others);
                    jobs.add(row.text("job_id"));
                });
        inquiry.ask(Lookup.LOG_SHIPPING_SOURCES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC))
                .forEach(row ->
                        sort(row.text("backup_source_directory"), share, "secondary of mgc from ", ours, others));
        inquiry.ask(Lookup.LOG_SHIPPING_SECONDARIES).stream()
                .filter(row -> row.text("secondary_database").equals(Database.MGC))
                .forEach(row -> jobs.addAll(List.of(row.text("copy_job_id"), row.text("restore_job_id"))));
        Map<String, String> evidence =
                Seen.of("log shipping", ours.isEmpty() && others.isEmpty() ? "none" : String.join("; ", ours));
        if (!others.isEmpty()) {
            return Finding.blocked(
                    instance.serverName() + " has log shipping that this run did not set up: "
                            + String.join("; ", others) + ".",
                    "Find out whose it is, and remove it with the procedures of log shipping; then try again.",
                    "DBA",
                    evidence);
        }
        if (ours.isEmpty()) {
            return Finding.done("No log of mgc is shipped on " + instance.serverName() + ".", evidence);
        }
        Optional<Finding> gone = GoLive.objection(run, "Removing log shipping");
        if (gone.isPresent()) {
            return gone.get();
        }
        return jobs.stream()
                .filter(job -> !job.isEmpty())
                .flatMap(job -> inquiry.ask(Lookup.JOB_NOW, job).stream())
                .filter(job -> !job.isNull("run_requested_date") && job.isNull("stop_execution_date"))
                .findFirst()
                .map(job -> Finding.blocked(
                        "The job \"" + job.text("name") + "\" runs on " + instance.serverName() + ".",
                        "Wait until it has ended, then try again.",
                        "operator",
                        evidence))
                .orElseGet(() -> Finding.needed("Log shipping of this run is set up, or begun.", evidence));
    }

    private static void sort(String folder, String share, String what, List<String> ours, List<String> others) {
        (folder.equalsIgnoreCase(share) ? ours : others).add(what + folder);
    }

    @Override
    public List<Command> commands(Facts facts) {
        boolean primary = instance.equals(ground.primary());
        String body = (primary ? onPrimary() : onSecondary()) + """
                IF @failed = 0 AND EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_monitor_alert)
                AND NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases)
                AND NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases)
                    EXEC @failed = master.dbo.sp_delete_log_shipping_alert_job;
                """
                + LogShipping.failed("The removal of log shipping from " + instance.serverName());
        return List.of(new Command.Tsql(
                instance,
                "Ends log shipping of mgc on " + instance.serverName() + ", with its jobs; files stay where they are.",
                UnderLock.batch(
                        ground.mark(),
                        guard(facts, primary),
                        body,
                        "Nothing was removed: this is not " + instance.serverName()
                                + " held by this run, log shipping of mgc there is not this run's, or one of its jobs runs."),
                Optional.empty()));
    }

    private Guard guard(Facts facts, boolean primary) {
        String jobs = primary
                ? "msdb.dbo.log_shipping_primary_databases s ON j.job_id = s.backup_job_id AND s.primary_database = N'mgc'"
                : "msdb.dbo.log_shipping_secondary s ON j.job_id IN (s.copy_job_id, s.restore_job_id)"
                        + " AND s.primary_database = N'mgc'";
        String others = primary
                ? "msdb.dbo.log_shipping_primary_databases WHERE primary_database = N'mgc' AND backup_share <> "
                        + shipping.share(facts)
                : "msdb.dbo.log_shipping_secondary WHERE primary_database = N'mgc' AND backup_source_directory <> "
                        + shipping.share(facts);
        return ground.guard(instance, facts)
                .and("NOT EXISTS (SELECT 1 FROM " + others + ")")
                .and("""
                NOT EXISTS (SELECT 1 FROM msdb.dbo.sysjobs j JOIN %s
                            JOIN msdb.dbo.sysjobactivity a ON a.job_id = j.job_id AND a.run_requested_date IS NOT NULL
                             AND a.stop_execution_date IS NULL
                             AND a.session_id = (SELECT MAX(x.session_id) FROM msdb.dbo.syssessions x))""".formatted(jobs));
    }

    private String onPrimary() {
        return """
                IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_secondaries s
                           JOIN msdb.dbo.log_shipping_primary_databases p ON p.primary_id = s.primary_id
                           WHERE p.primary_database = N'mgc' AND s.secondary_server = %1$s AND s.secondary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_primary_secondary @primary_database = N'mgc',
                        @secondary_server = %1$s, @secondary_database = N'mgc';
                IF @failed = 0 AND EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases
                                           WHERE primary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc';
                """.formatted(Tsql.literal(ground.backup().serverName()));
    }

    private String onSecondary() {
        return """
                IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases WHERE secondary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'mgc';
                IF @failed = 0 AND EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary
                                           WHERE primary_server = %1$s AND primary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_secondary_primary @primary_server = %1$s, @primary_database = N'mgc';
                """.formatted(Tsql.literal(ground.primary().serverName()));
    }
}
