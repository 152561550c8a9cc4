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

/** Makes mgc on B the log shipping secondary of P; its jobs stay disabled until the way of one file is proved. */
final class AddLogShippingSecondary implements Step {
    static final String NAME = "addLogShippingSecondary";

    private final Ground ground;
    private final LogShipping shipping;

    AddLogShippingSecondary(Ground ground) {
        this.ground = ground;
        this.shipping = LogShipping.of(ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Add mgc on " + ground.backup().serverName() + " as log shipping secondary";
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
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
        String where = "mgc on " + ground.backup().serverName();
        Optional<Row> ours = shipping.onSecondary(inquiry, run);
        if (ours.filter(row -> complete(row, inquiry)).isPresent()) {
            Row row = ours.get();
            Optional<Finding> missing = LogShipping.missing(inquiry, shipping.copies(run.id()), ground.backup());
            if (missing.isPresent()) {
                return missing.get();
            }
            return Finding.done(
                    where + " is the log shipping secondary of " + row.text("primary_server") + ".",
                    Seen.of(
                            "copies from", row.text("backup_source_directory"),
                            "copies to", row.text("backup_destination_directory"),
                            "copy job", row.text("copy_job"),
                            "restore job", row.text("restore_job"),
                            "owner", row.text("restore_owner")));
        }
        List<String> others = others(inquiry, run);
        if (!others.isEmpty()) {
            return Finding.blocked(
                    where + " has log shipping that this run did not set up: " + String.join("; ", others) + ".",
                    "Remove it (sp_delete_log_shipping_secondary_database, then"
                            + " sp_delete_log_shipping_secondary_primary), then try again.",
                    "DBA",
                    Map.of("found", String.join("; ", others)));
        }
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(mgc.map(Database::evidence).orElse(Map.of()));
        return mgc.filter(now -> now.restoring() && !now.mirrored()).isPresent()
                ? Finding.needed(where + " takes no log yet.", evidence)
                : Finding.blocked(
                        where + " is " + mgc.map(Database::inWords).orElse("missing")
                                + "; to take logs it must be RESTORING and not mirrored.",
                        "Find out who changed it. Make it anew by hand from the primary's backup "
                                + run.fact(FactName.PRIMARY_FILE).orElse("of this run")
                                + " (RESTORE DATABASE [mgc] ... WITH NORECOVERY), then try again.",
                        "DBA",
                        evidence);
    }

    private List<String> others(Inquiry inquiry, Run run) {
        String ours = shipping.share(run.id()).path();
        boolean begun = run.intended(NAME);
        List<String> found = new java.util.ArrayList<>();
        inquiry.ask(Lookup.LOG_SHIPPING_SOURCES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC))
                .filter(row -> !begun || !row.text("backup_source_directory").equalsIgnoreCase(ours))
                .forEach(row -> found.add(
                        "mgc of " + row.text("primary_server") + " from " + row.text("backup_source_directory")));
        if (!begun) {
            inquiry.ask(Lookup.LOG_SHIPPING_JOBS).stream()
                    .map(job -> job.text("name"))
                    .filter(name -> name.equals(shipping.copyJob()) || name.equals(shipping.restoreJob()))
                    .forEach(name -> found.add("the job \"" + name + "\""));
        }
        return found;
    }

    private static boolean complete(Row row, Inquiry inquiry) {
        String owner = inquiry.ask(Lookup.SYSTEM_LOGIN).get(0).text("name");
        return row.number("copy_schedules") == 1
                && row.number("restore_schedules") == 1
                && row.text("copy_owner").equals(owner)
                && row.text("restore_owner").equals(owner)
                && !row.flag("restore_mode")
                && !inquiry.ask(Lookup.ALERT_JOB).isEmpty();
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.backup().serverName();
        String primary = ground.primary().serverName();
        var storage = ground.estate().storage();
        Folder copies = shipping.copies(facts.get(Facts.RUN));
        String names = "@primary_server = " + Tsql.literal(primary) + ", @primary_database = N'mgc'";
        String body = """
                DECLARE @job uniqueidentifier, @copy uniqueidentifier, @restore uniqueidentifier, @secondary uniqueidentifier, @schedule int;
                IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases WHERE secondary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'mgc';
                IF @failed = 0 AND EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary
                                           WHERE primary_server = %1$s AND primary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_secondary_primary %2$s;
                IF @failed = 0
                    EXEC master.dbo.xp_create_subdir %3$s;
                IF @failed = 0
                    EXEC @failed = master.dbo.sp_add_log_shipping_secondary_primary %2$s,
                        @backup_source_directory = %4$s, @backup_destination_directory = %3$s,
                        @copy_job_name = %5$s, @restore_job_name = %6$s, @file_retention_period = %7$d,
                        @copy_job_id = @copy OUTPUT, @restore_job_id = @restore OUTPUT, @secondary_id = @secondary OUTPUT;
                SET @job = @copy;
                %8$s%9$sSET @job = @restore;
                %10$s%9$sIF @failed = 0
                    EXEC @failed = master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'mgc', %2$s,
                        @restore_delay = 0, @restore_all = 1, @restore_mode = 0, @disconnect_users = 0,
                        @restore_threshold = %11$d, @threshold_alert = 14421, @threshold_alert_enabled = 1,
                        @history_retention_period = %12$d;
                %13$s%14$s""".formatted(
                Tsql.literal(primary),
                names,
                LogShipping.quoted(copies),
                shipping.share(facts),
                Tsql.literal(shipping.copyJob()),
                Tsql.literal(shipping.restoreJob()),
                storage.logShipping().keepFiles().toMinutes(),
                LogShipping.schedule(
                        "LSCopySchedule_" + server, storage.schedule().copy()),
                LogShipping.owner(),
                LogShipping.schedule(
                        "LSRestoreSchedule_" + server, storage.schedule().restore()),
                storage.logShipping().restoreAlert().toMinutes(),
                storage.logShipping().keepHistory().toMinutes(),
                LogShipping.alertJob(),
                LogShipping.failed("Log shipping on " + server));
        String complete = """
                EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases d
                        JOIN msdb.dbo.log_shipping_secondary s ON s.secondary_id = d.secondary_id
                        JOIN msdb.dbo.sysjobs c ON c.job_id = s.copy_job_id JOIN msdb.dbo.sysjobs r ON r.job_id = s.restore_job_id
                        WHERE d.secondary_database = N'mgc' AND d.restore_mode = 0 AND s.backup_source_directory = %s
                        AND c.owner_sid = 0x01 AND r.owner_sid = 0x01
                        AND (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules x WHERE x.job_id = c.job_id) = 1
                        AND (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules y WHERE y.job_id = r.job_id) = 1)
                AND\s""".formatted(shipping.share(facts)) + LogShipping.ALERT_IS_THERE;
        Guard guard = ground.guard(ground.backup(), facts)
                .database(Database.MGC, Guard.UNMIRRORED, "RESTORING")
                .and("NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary s"
                        + " JOIN msdb.dbo.sysjobs j ON j.job_id IN (s.copy_job_id, s.restore_job_id)\n"
                        + "                WHERE s.primary_database = N'mgc' AND (j.enabled = 1 OR s.backup_source_directory <> "
                        + shipping.share(facts) + "))");
        return List.of(new Command.Tsql(
                ground.backup(),
                "Sets mgc on " + server + " up to copy and restore the primary's log every "
                        + storage.schedule().restore().toMinutes() + " minutes, without recovery and without delay.",
                UnderLock.batch(
                        ground.mark(),
                        guard,
                        LogShipping.unless(complete, body),
                        "Nothing was set up: this is not " + server
                                + " held by this run, mgc is not RESTORING, or log shipping of mgc is enabled already."),
                Optional.empty()));
    }
}
