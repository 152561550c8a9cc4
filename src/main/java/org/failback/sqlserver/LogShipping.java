package org.failback.sqlserver;

import java.time.Duration;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.estate.Storage;
import org.failback.step.Facts;
import org.failback.step.Finding;
import org.failback.step.Run;

/**
 * Log shipping of mgc from P to B as the page on setting it up for Persistent Chat has it: no recovery, no delay, the
 * server's own compression; with a folder of its own for each run, so that no older file gets into it.
 */
record LogShipping(SqlInstance primary, SqlInstance secondary, Storage storage) {
    /** The condition that the alert job of the instance is there. */
    static final String ALERT_IS_THERE = "EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_monitor_alert a"
            + " JOIN msdb.dbo.sysjobs j ON j.job_id = a.alert_job_id)";

    static LogShipping of(Ground ground) {
        return new LogShipping(
                ground.primary(), ground.backup(), ground.estate().storage());
    }

    static String folder(Storage storage, String run) {
        return new Folder(storage.logShippingFolder()).of(run).path();
    }

    /** Where P backs its log up to and B copies from. */
    Folder share(String run) {
        return new Folder(storage.logShippingFolder()).of(run);
    }

    /** Where B copies to. */
    Folder copies(String run) {
        return new Folder(storage.copyFolder()).of(run);
    }

    String backupJob() {
        return "LSBackup_" + Database.MGC;
    }

    String copyJob() {
        return "LSCopy_" + primary.serverName() + "_" + Database.MGC;
    }

    String restoreJob() {
        return "LSRestore_" + primary.serverName() + "_" + Database.MGC;
    }

    /** The row of P, if this run's is there. */
    Optional<Row> onPrimary(Inquiry inquiry, Run run) {
        return inquiry.ask(Lookup.LOG_SHIPPING_PRIMARIES).stream()
                .filter(row -> row.text("primary_database").equals(Database.MGC)
                        && row.text("backup_share")
                                .equalsIgnoreCase(share(run.id()).path()))
                .findFirst();
    }

    /** The row of B, if this run's is there. */
    Optional<Row> onSecondary(Inquiry inquiry, Run run) {
        return inquiry.ask(Lookup.LOG_SHIPPING_SECONDARIES).stream()
                .filter(row -> row.text("secondary_database").equals(Database.MGC)
                        && row.text("backup_source_directory")
                                .equalsIgnoreCase(share(run.id()).path()))
                .findFirst();
    }

    /**
     * Makes a daily schedule that runs the job in {@code @job} every so often, and attaches it; both or neither, since
     * nobody would ever remove a schedule without a job.
     */
    static String schedule(String name, Duration interval) {
        boolean hours = interval.toMinutes() >= 60;
        return """
                IF @failed = 0
                BEGIN
                    BEGIN TRANSACTION;
                    EXEC @failed = msdb.dbo.sp_add_schedule @schedule_name = %s, @enabled = 1, @freq_type = 4, @freq_interval = 1,
                        @freq_subday_type = %d, @freq_subday_interval = %d, @freq_recurrence_factor = 0,
                        @active_start_date = 20000101, @active_end_date = 99991231, @active_start_time = 0,
                        @active_end_time = 235959, @owner_login_name = @owner, @schedule_id = @schedule OUTPUT;
                    IF @failed = 0
                        EXEC @failed = msdb.dbo.sp_attach_schedule @job_id = @job, @schedule_id = @schedule;
                    IF @failed = 0
                        COMMIT TRANSACTION
                    ELSE IF @@TRANCOUNT > 0
                        ROLLBACK TRANSACTION;
                END
                """.formatted(Tsql.literal(name), hours ? 8 : 4, hours ? interval.toHours() : interval.toMinutes());
    }

    /** Gives the job in {@code @job} an owner that outlives people; it stays as it is otherwise. */
    static String owner() {
        return """
                IF @failed = 0
                    EXEC @failed = msdb.dbo.sp_update_job @job_id = @job, @owner_login_name = @owner;
                """;
    }

    /** The alert job of the instance, made once for all of its databases; one that is there already stays as it is. */
    static String alertJob() {
        return """
                SET @job = NULL;
                IF @failed = 0 AND NOT EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_monitor_alert)
                    EXEC @failed = master.dbo.sp_add_log_shipping_alert_job @alert_job_id = @job OUTPUT;
                IF @failed = 0 AND @job IS NOT NULL
                    EXEC @failed = msdb.dbo.sp_update_job @job_id = @job, @owner_login_name = @owner;
                """;
    }

    /** What comes late finds it done: to begin anew would take away what was built on it since. */
    static String unless(String complete, String body) {
        return "IF " + complete
                + "\n    PRINT N'Log shipping was set up here before; nothing was done.';\nELSE\nBEGIN\n"
                + body.indent(4) + "END";
    }

    static String failed(String what) {
        return "IF @failed <> 0\n    "
                + Tsql.raise(
                        what + " is not complete; the messages before this one say why. It is begun anew, not mended.");
    }

    /** Where everything but the run's folder is there: its absence would show only when a job wants it. */
    static Optional<Finding> missing(Inquiry inquiry, Folder folder, SqlInstance instance) {
        boolean there =
                inquiry.ask(Lookup.FOLDER, folder.path()).stream().anyMatch(row -> row.flag("File is a Directory"));
        return there
                ? Optional.empty()
                : Optional.of(Finding.blocked(
                        "The folder " + folder.path() + " could not be made by the engine of " + instance.serverName()
                                + ".",
                        "Make it, let the accounts of engine and SQL Server Agent there read and write it, then try again.",
                        "DBA",
                        java.util.Map.of("folder", folder.path())));
    }

    static String quoted(Folder folder) {
        return Tsql.literal(folder.path());
    }

    String share(Facts facts) {
        return quoted(share(facts.get(Facts.RUN)));
    }
}
