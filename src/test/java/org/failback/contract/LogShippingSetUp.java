package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.Map;

/** The procedures that set log shipping up and take it away; none of its jobs runs here. */
final class LogShippingSetUp {
    private static final String STATUS =
            "DECLARE @failed int; SET @failed = -9; EXEC @failed = %s; SELECT @failed AS failed;";

    static void addPrimary(Scene scene, String database) {
        String folder = scene.inFolder(scene.name());
        scene.atEnd(() -> scene.one.run(
                "IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_primary_databases WHERE primary_database = N'"
                        + database + "') EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'"
                        + database + "'"));
        assertThat(scene.one
                        .ask(primary(database, folder, "LSBackup_" + database))
                        .number())
                .isZero();
    }

    private static String primary(String database, String folder, String job) {
        return """
                DECLARE @failed int, @job uniqueidentifier, @primary uniqueidentifier;
                SET @failed = -9;
                EXEC @failed = master.dbo.sp_add_log_shipping_primary_database @database = N'%1$s',
                    @backup_directory = N'%2$s', @backup_share = N'%2$s', @backup_job_name = N'%3$s',
                    @backup_retention_period = 4320, @backup_compression = 2, @backup_threshold = 60,
                    @threshold_alert = 14420, @threshold_alert_enabled = 1, @history_retention_period = 5760,
                    @backup_job_id = @job OUTPUT, @primary_id = @primary OUTPUT;
                SELECT @failed AS failed, @job AS job, @primary AS primary_id;""".formatted(database, folder, job);
    }

    private static String secondary(Scene scene, String database) {
        String folder = scene.inFolder(scene.name());
        return """
                DECLARE @failed int, @copy uniqueidentifier, @restore uniqueidentifier, @secondary uniqueidentifier;
                SET @failed = -9;
                EXEC @failed = master.dbo.sp_add_log_shipping_secondary_primary @primary_server = N'%1$s', @primary_database = N'%2$s',
                    @backup_source_directory = N'%3$s', @backup_destination_directory = N'%3$s',
                    @copy_job_name = N'LSCopy_%2$s', @restore_job_name = N'LSRestore_%2$s', @file_retention_period = 4320,
                    @copy_job_id = @copy OUTPUT, @restore_job_id = @restore OUTPUT, @secondary_id = @secondary OUTPUT;
                SELECT @failed AS failed, @copy AS copy, @restore AS restored;""".formatted(scene.first.name(), database, folder);
    }

    private static String database(Scene scene, String database) {
        return """
                DECLARE @failed int;
                SET @failed = -9;
                EXEC @failed = master.dbo.sp_add_log_shipping_secondary_database @secondary_database = N'%2$s', @primary_server = N'%1$s', @primary_database = N'%2$s',
                    @restore_delay = 0, @restore_all = 1, @restore_mode = 0, @disconnect_users = 0,
                    @restore_threshold = 45, @threshold_alert = 14421, @threshold_alert_enabled = 1,
                    @history_retention_period = 5760;
                SELECT @failed AS failed;""".formatted(scene.first.name(), database);
    }

    static void addSecondary(Scene scene, String database) {
        scene.atEnd(() -> {
            scene.two.run(
                    "IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary_databases WHERE secondary_database = N'"
                            + database
                            + "') EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'"
                            + database + "'");
            scene.two.run(
                    "IF EXISTS (SELECT 1 FROM msdb.dbo.log_shipping_secondary WHERE primary_database = N'" + database
                            + "') EXEC master.dbo.sp_delete_log_shipping_secondary_primary @primary_server = N'"
                            + scene.first.name() + "', @primary_database = N'" + database + "'");
        });
        assertThat(scene.two.ask(secondary(scene, database)).number()).isZero();
        assertThat(scene.two.ask(database(scene, database)).number()).isZero();
    }

    @Promise(
            source =
                    "sp_add_log_shipping_primary_database (Transact-SQL); log_shipping_primary_databases (Transact-SQL)",
            needs = Need.AGENT)
    void aPrimaryHasARowAndADisabledJobWithoutASchedule(Scene scene) {
        String database = scene.database(scene.first);
        addPrimary(scene, database);
        Map<String, Object> row = scene.one
                .ask("SELECT p.primary_database, j.name, j.enabled, m.backup_threshold,"
                        + " (SELECT COUNT(*) FROM msdb.dbo.sysjobschedules s WHERE s.job_id = j.job_id) AS schedules"
                        + " FROM msdb.dbo.log_shipping_primary_databases p"
                        + " JOIN msdb.dbo.sysjobs j ON j.job_id = p.backup_job_id"
                        + " JOIN msdb.dbo.log_shipping_monitor_primary m ON m.primary_id = p.primary_id"
                        + " WHERE p.primary_database = N'" + database + "'")
                .onlyRow();
        assertThat(row).containsEntry("name", "LSBackup_" + database).containsEntry("backup_threshold", 60);
        assertThat(((Number) row.get("enabled")).intValue()).isZero();
        assertThat(((Number) row.get("schedules")).intValue()).isZero();
        scene.one.ask("DECLARE @job uniqueidentifier; SELECT @job = backup_job_id FROM"
                + " msdb.dbo.log_shipping_primary_databases WHERE primary_database = N'" + database + "';"
                + " EXEC msdb.dbo.sp_update_job @job_id = @job, @enabled = 0;");
        assertThat(scene.one
                        .ask(STATUS.formatted(
                                "master.dbo.sp_add_log_shipping_primary_secondary @primary_database = N'" + database
                                        + "', @secondary_server = N'" + scene.second.name()
                                        + "', @secondary_database = N'" + database
                                        + "'"))
                        .number())
                .isZero();
        assertThat(scene.one
                        .ask("SELECT s.secondary_database FROM msdb.dbo.log_shipping_primary_secondaries s"
                                + " JOIN msdb.dbo.log_shipping_primary_databases p ON p.primary_id = s.primary_id"
                                + " WHERE p.primary_database = N'" + database + "'")
                        .column())
                .containsExactly(database);
        assertThat(scene.one
                        .ask(STATUS.formatted(
                                "master.dbo.sp_delete_log_shipping_primary_secondary @primary_database = N'" + database
                                        + "', @secondary_server = N'" + scene.second.name()
                                        + "', @secondary_database = N'" + database
                                        + "'"))
                        .number())
                .isZero();
        assertThat(scene.one
                        .ask(STATUS.formatted(
                                "master.dbo.sp_delete_log_shipping_primary_database @database = N'" + database + "'"))
                        .number())
                .isZero();
        assertThat(scene.one
                        .ask("SELECT name FROM msdb.dbo.sysjobs WHERE name = N'LSBackup_" + database + "'")
                        .rows())
                .as("the job goes with its entry")
                .isEmpty();
    }

    @Promise(
            source = "sp_add_log_shipping_secondary_primary and sp_add_log_shipping_secondary_database (Transact-SQL)",
            needs = Need.AGENT)
    void aSecondaryHasARowAndTwoDisabledJobs(Scene scene) {
        String database = scene.name();
        addSecondary(scene, database);
        Map<String, Object> row = scene.two
                .ask("SELECT d.secondary_database, d.restore_mode, d.restore_delay, c.enabled AS copy_enabled,"
                        + " r.enabled AS restore_enabled FROM msdb.dbo.log_shipping_secondary_databases d"
                        + " JOIN msdb.dbo.log_shipping_secondary s ON s.secondary_id = d.secondary_id"
                        + " JOIN msdb.dbo.sysjobs c ON c.job_id = s.copy_job_id"
                        + " JOIN msdb.dbo.sysjobs r ON r.job_id = s.restore_job_id"
                        + " WHERE s.primary_database = N'" + database + "'")
                .onlyRow();
        assertThat(((Number) row.get("copy_enabled")).intValue()).isZero();
        assertThat(((Number) row.get("restore_enabled")).intValue()).isZero();
        assertThat(((Number) row.get("restore_delay")).intValue()).isZero();
        assertThat(scene.two
                        .ask(STATUS.formatted(
                                "master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'"
                                        + database + "'"))
                        .number())
                .isZero();
        assertThat(scene.two
                        .ask(STATUS.formatted("master.dbo.sp_delete_log_shipping_secondary_primary @primary_server = N'"
                                + scene.first.name() + "', @primary_database = N'" + database + "'"))
                        .number())
                .isZero();
        assertThat(scene.two
                        .ask("SELECT name FROM msdb.dbo.sysjobs WHERE name LIKE N'LS%" + database + "'")
                        .rows())
                .isEmpty();
    }

    @Promise(source = "Database Engine events and errors, 32009 to 32025", needs = Need.AGENT)
    void whatIsThereAlreadyAndWhatIsMissingIsNamed(Scene scene) {
        String database = scene.database(scene.first);
        scene.refused(
                scene.one,
                "EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'" + database + "'",
                error(32010, 16));
        addPrimary(scene, database);
        scene.refused(
                scene.one, primary(database, scene.inFolder("none"), "LSBackup_again_" + database), error(32009, 16));
        String second = "_log_shipping_primary_secondary @primary_database = N'" + database
                + "', @secondary_server = N'" + scene.second.name() + "', @secondary_database = N'" + database + "'";
        scene.one.ask("EXEC master.dbo.sp_add" + second);
        scene.refused(scene.one, "EXEC master.dbo.sp_add" + second, error(32012, 16));
        scene.refused(
                scene.one,
                "EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'" + database + "'",
                error(32011, 16));
        scene.one.ask("EXEC master.dbo.sp_delete" + second);
        scene.refused(scene.two, database(scene, database), error(32023, 16));
        scene.refused(
                scene.two,
                "EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'" + database + "'",
                error(32014, 16));
        addSecondary(scene, database);
        scene.refused(scene.two, secondary(scene, database), error(32024, 16));
        scene.refused(scene.two, database(scene, database), error(32013, 16));
        scene.refused(
                scene.two,
                "EXEC master.dbo.sp_delete_log_shipping_secondary_primary @primary_server = N'" + scene.first.name()
                        + "', @primary_database = N'" + database + "'",
                error(32025, 16));
    }

    @Promise(source = "Database Engine events and errors, 15010, 32007, 32015, 32022", needs = Need.AGENT)
    void aPrimaryIsOnlineInTheFullModelAndItsJobHasItsOwnName(Scene scene) {
        String database = scene.database(scene.first);
        String job = scene.makeJob(scene.first, "PRINT N'done';");
        scene.refused(scene.one, primary(database, scene.inFolder("none"), job), error(32022, 16));
        String missing = scene.name();
        scene.refused(scene.one, primary(missing, scene.inFolder("none"), "LSBackup_" + missing), error(15010, 16));
        scene.one.ask("ALTER DATABASE [" + database + "] SET RECOVERY SIMPLE");
        scene.refused(scene.one, primary(database, scene.inFolder("none"), "LSBackup_" + database), error(32015, 16));
        scene.one.ask("ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.refused(scene.one, primary(database, scene.inFolder("none"), "LSBackup_" + database), error(32007, 16));
    }

    @Promise(
            source = "sp_add_log_shipping_alert_job (Transact-SQL), Remarks: a second call changes nothing",
            needs = Need.AGENT)
    void anAlertJobIsMadeWhereThereIsNone(Scene scene) {
        if (scene.one
                        .ask("SELECT COUNT(*) FROM msdb.dbo.log_shipping_monitor_alert")
                        .number()
                == 0) {
            scene.atEnd(() -> scene.one.run("EXEC master.dbo.sp_delete_log_shipping_alert_job"));
        }
        String add = "DECLARE @failed int, @job uniqueidentifier; SET @failed = -9;"
                + " EXEC @failed = master.dbo.sp_add_log_shipping_alert_job @alert_job_id = @job OUTPUT;"
                + " SELECT @failed AS failed;";
        assertThat(scene.one.ask(add).number()).isZero();
        String job = "SELECT j.name FROM msdb.dbo.log_shipping_monitor_alert a"
                + " JOIN msdb.dbo.sysjobs j ON j.job_id = a.alert_job_id";
        assertThat(scene.one.ask(job).column()).hasSize(1);
        scene.one.ask(add);
        assertThat(scene.one.ask(job).column()).hasSize(1);
    }

    @Promise(
            source = "sp_delete_log_shipping_alert_job (Transact-SQL): removed where nothing is left to be monitored",
            needs = Need.AGENT)
    void theAlertJobGoesOnceNothingIsShippedAndNotBefore(Scene scene) {
        String database = scene.database(scene.first);
        addPrimary(scene, database);
        scene.atEnd(() -> scene.one.run("EXEC master.dbo.sp_delete_log_shipping_alert_job"));
        scene.one.ask("EXEC master.dbo.sp_add_log_shipping_alert_job");
        String remove = STATUS.formatted("master.dbo.sp_delete_log_shipping_alert_job");
        String left = "SELECT COUNT(*) FROM msdb.dbo.log_shipping_monitor_alert";
        assertThat(scene.one.ask(remove).number()).isZero();
        assertThat(scene.one.ask(left).number()).isEqualTo(1);
        scene.one.ask("EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'" + database + "'");
        if (scene.one
                        .ask("SELECT COUNT(*) FROM msdb.dbo.log_shipping_primary_databases")
                        .number()
                == 0) {
            assertThat(scene.one.ask(remove).number()).isZero();
            assertThat(scene.one.ask(left).number()).isZero();
        }
    }

    @Promise(
            source = "Database Engine events and errors, 21089; the procedures' pages, Permissions",
            needs = Need.AGENT)
    void onlyASysadminSetsLogShippingUp(Scene scene) {
        String database = scene.database(scene.first);
        scene.refused(scene.stranger(scene.first), "EXEC master.dbo.sp_add_log_shipping_alert_job", error(21089, 16));
        assertThat(scene.stranger(scene.first)
                        .run(primary(database, scene.inFolder("none"), "LSBackup_" + database))
                        .errors())
                .isNotEmpty();
    }
}
