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

/** Makes mgc on P a log shipping primary; its job stays disabled until the way of one file is proved. */
final class AddLogShippingPrimary implements Step {
    static final String NAME = "addLogShippingPrimary";

    private final Ground ground;
    private final LogShipping shipping;

    AddLogShippingPrimary(Ground ground) {
        this.ground = ground;
        this.shipping = LogShipping.of(ground);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Add mgc on " + ground.primary().serverName() + " as log shipping primary";
    }

    @Override
    public Gate gate() {
        return Gate.OVERWRITE_BACKUP;
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
        String where = "mgc on " + ground.primary().serverName();
        Optional<Row> ours = shipping.onPrimary(inquiry, run);
        if (ours.filter(row -> complete(row, inquiry)).isPresent()) {
            Row row = ours.get();
            Optional<Finding> missing = LogShipping.missing(inquiry, shipping.share(run.id()), ground.primary());
            if (missing.isPresent()) {
                return missing.get();
            }
            return Finding.done(
                    where + " is a log shipping primary.",
                    Seen.of(
                            "folder", row.text("backup_share"),
                            "job", row.text("job"),
                            "owner", row.text("owner"),
                            "alert after minutes", row.text("backup_threshold")));
        }
        Optional<Row> others = inquiry.ask(Lookup.LOG_SHIPPING_PRIMARIES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC))
                .findFirst();
        if (others.isPresent() && (ours.isEmpty() || !run.intended(NAME))) {
            return Finding.blocked(
                    where + " is a log shipping primary already, to "
                            + others.get().text("backup_share") + ".",
                    "This run did not set that up. Remove it (sp_delete_log_shipping_primary_secondary, then"
                            + " sp_delete_log_shipping_primary_database), then try again.",
                    "DBA",
                    Map.of("folder", others.get().text("backup_share")));
        }
        Optional<Database> mgc = Database.of(inquiry, Database.MGC);
        Map<String, String> evidence =
                new LinkedHashMap<>(mgc.map(Database::evidence).orElse(Map.of()));
        if (mgc.filter(now -> now.serving() && now.recoveryModel().equals("FULL"))
                .isEmpty()) {
            return Finding.blocked(
                    where + " is " + mgc.map(Database::inWords).orElse("missing")
                            + "; for log shipping it must be ONLINE, READ_WRITE and in the FULL recovery model.",
                    "Bring it into that state, then try again.",
                    "DBA",
                    evidence);
        }
        String taken = inquiry.ask(Lookup.LOG_SHIPPING_JOBS).stream()
                .map(job -> job.text("name"))
                .filter(shipping.backupJob()::equals)
                .findFirst()
                .orElse("");
        if (!taken.isEmpty() && ours.isEmpty()) {
            return Finding.blocked(
                    "The job \"" + taken + "\" of an earlier log shipping is left on "
                            + ground.primary().serverName() + ".",
                    "Delete that job, then try again.",
                    "DBA",
                    Map.of("job", taken));
        }
        return Finding.needed(
                ours.isPresent() ? where + " is halfway set up; it is begun anew." : where + " ships no log yet.",
                evidence);
    }

    private static boolean complete(Row row, Inquiry inquiry) {
        return row.number("schedules") == 1
                && !row.isNull("job_id")
                && row.text("owner")
                        .equals(inquiry.ask(Lookup.SYSTEM_LOGIN).get(0).text("name"))
                && !inquiry.ask(Lookup.ALERT_JOB).isEmpty();
    }

    @Override
    public List<Command> commands(Facts facts) {
        String server = ground.primary().serverName();
        var times = ground.estate().storage().logShipping();
        String body = """
                DECLARE @job uniqueidentifier, @primary uniqueidentifier, @schedule int;
                IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_secondaries s
                           JOIN msdb.dbo.log_shipping_primary_databases p ON p.primary_id = s.primary_id
                           WHERE p.primary_database = N'mgc' AND s.secondary_server = %10$s AND s.secondary_database = N'mgc')
                    EXEC @failed = master.dbo.sp_delete_log_shipping_primary_secondary @primary_database = N'mgc',
                        @secondary_server = %10$s, @secondary_database = N'mgc';
                IF @failed = 0 AND EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases
                                           WHERE primary_database = N'mgc' AND backup_share = %1$s)
                    EXEC @failed = master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc';
                IF @failed = 0
                    EXEC master.dbo.xp_create_subdir %1$s;
                IF @failed = 0
                    EXEC @failed = master.dbo.sp_add_log_shipping_primary_database @database = N'mgc',
                        @backup_directory = %1$s, @backup_share = %1$s, @backup_job_name = %2$s,
                        @backup_retention_period = %3$d, @backup_compression = 2, @backup_threshold = %4$d,
                        @threshold_alert = 14420, @threshold_alert_enabled = 1, @history_retention_period = %5$d,
                        @backup_job_id = @job OUTPUT, @primary_id = @primary OUTPUT;
                %6$s%7$s%8$s%9$s""".formatted(
                        shipping.share(facts),
                        Tsql.literal(shipping.backupJob()),
                        times.keepFiles().toMinutes(),
                        times.backupAlert().toMinutes(),
                        times.keepHistory().toMinutes(),
                        LogShipping.schedule(
                                "LSBackupSchedule_" + server,
                                ground.estate().storage().schedule().backUp()),
                        LogShipping.owner(),
                        LogShipping.alertJob(),
                        LogShipping.failed("Log shipping on " + server),
                        Tsql.literal(ground.backup().serverName()));
        String complete = """
                EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases p JOIN msdb.dbo.sysjobs j ON j.job_id = p.backup_job_id
                        WHERE p.primary_database = N'mgc' AND p.backup_share = %s AND j.owner_sid = 0x01
                        AND (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules s WHERE s.job_id = j.job_id) = 1)
                AND\s""".formatted(shipping.share(facts)) + LogShipping.ALERT_IS_THERE;
        Guard guard = ground.guard(ground.primary(), facts)
                .online(Database.MGC)
                .and("NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases p"
                        + " JOIN msdb.dbo.sysjobs j ON j.job_id = p.backup_job_id\n"
                        + "                WHERE p.primary_database = N'mgc' AND (j.enabled = 1 OR p.backup_share <> "
                        + shipping.share(facts) + "))");
        return List.of(new Command.Tsql(
                ground.primary(),
                "Sets mgc on " + server + " up to back its log up every "
                        + ground.estate().storage().schedule().backUp().toMinutes()
                        + " minutes into a folder of this run.",
                UnderLock.batch(
                        ground.mark(),
                        guard,
                        LogShipping.unless(complete, body),
                        "Nothing was set up: this is not " + server
                                + " held by this run, mgc is not ONLINE, or log shipping of mgc is enabled already."),
                Optional.empty()));
    }
}
