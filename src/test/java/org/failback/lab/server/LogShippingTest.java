package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log backup on its way from P over the share to B, and what becomes of it when something lies in the way. */
class LogShippingTest {
    private Shipping shipping;

    @BeforeEach
    void comeBack() {
        shipping = new Shipping();
        shipping.setUp();
    }

    @AfterEach
    void end() {
        shipping.b.run("EXEC lab.dbo.forget_faults");
        shipping.close();
    }

    private static Object count(Client client, String what) {
        return client.value("SELECT COUNT(*) FROM " + what);
    }

    private static List<Object> firstRow(Client client, String sql) {
        return client.run(sql).rows.get(0);
    }

    @Test
    void aFileIsCarriedThroughAllThreeStages() {
        Estate.say(shipping.p, 700);
        assertThat(shipping.backUp()).isTrue();
        assertThat(shipping.backedUp()).matches("mgc_\\d{14}\\.trn");
        assertThat(shipping.copied()).isNull();

        assertThat(shipping.copy()).isTrue();
        assertThat(shipping.copied()).isEqualTo(shipping.backedUp());
        assertThat(shipping.restored()).isNull();

        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp());
        assertThat(shipping.estate.backup.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(firstRow(
                        shipping.b,
                        "SELECT TOP (1) h.restore_type, h.recovery, f.physical_device_name, h.user_name"
                                + " FROM msdb.dbo.restorehistory h"
                                + " JOIN msdb.dbo.backupset s ON s.backup_set_id = h.backup_set_id"
                                + " JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id"
                                + " ORDER BY h.restore_history_id DESC"))
                .containsExactly("L", false, Shipping.COPIES + "\\" + shipping.backedUp(), "LAB\\svc-agent-sqlb01");
        assertThat(firstRow(
                                shipping.b,
                                "SELECT last_restored_latency, DATEDIFF(minute, last_restored_date_utc, GETUTCDATE())"
                                        + " FROM msdb.dbo.log_shipping_monitor_secondary")
                        .get(1))
                .isIn(0, 1);

        shipping.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(shipping.b.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID = 700"))
                .isEqualTo(1);
    }

    @Test
    void theSameBackupSetIsKnownOnBothSides() {
        shipping.backUp();
        shipping.copy();
        shipping.restore();
        String latest = "SELECT TOP (1) backup_set_uuid FROM msdb.dbo.backupset WHERE type = 'L'"
                + " ORDER BY backup_set_id DESC";
        assertThat(shipping.b.value(latest)).isEqualTo(shipping.p.value(latest));
        assertThat((String) shipping.p.value("SELECT TOP (1) physical_device_name FROM msdb.dbo.backupmediafamily"
                        + " ORDER BY media_set_id DESC"))
                .isEqualTo(Shipping.SOURCE + "\\" + shipping.backedUp());
        assertThat(shipping.p.value("SELECT TOP (1) user_name FROM msdb.dbo.backupset ORDER BY backup_set_id DESC"))
                .isEqualTo("LAB\\svc-agent-sqlp01");
    }

    @Test
    void severalFilesAreAppliedInOneRun() {
        for (int i = 0; i < 3; i++) {
            Estate.say(shipping.p, 700 + i);
            shipping.backUp();
        }
        shipping.copy();
        assertThat(Shipping.said(shipping.b, "LSCopy_SQLP01_mgc")).contains("Number of log backup files copied: 3");
        shipping.restore();
        assertThat(Shipping.said(shipping.b, "LSRestore_SQLP01_mgc"))
                .startsWith("Executed as user: LAB\\svc-agent-sqlb01. ")
                .contains("Number of log backup files restored: 3")
                .endsWith("Process Exit Code 0.  The step succeeded.");
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp());

        assertThat(shipping.restore()).as("nothing new has come").isTrue();
        assertThat(Shipping.said(shipping.b, "LSRestore_SQLP01_mgc"))
                .contains("Could not find a log backup file that could be applied to secondary database 'mgc'.");
    }

    @Test
    void aForeignLogBackupLiesBetweenAndTheRestoreJobFindsNothingThatFits() {
        Estate.say(shipping.p, 700);
        shipping.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("stolen.trn"));
        Estate.say(shipping.p, 701);
        shipping.backUp();
        shipping.copy();

        assertThat(shipping.restore()).as("a gap is no success").isFalse();
        assertThat(shipping.restored()).isNull();
        assertThat(Shipping.said(shipping.b, "LSRestore_SQLP01_mgc"))
                .contains("too recent to apply")
                .contains("Could not find a log backup file that could be applied to secondary database 'mgc'.");
        assertThat((Integer) count(shipping.b, "msdb.dbo.log_shipping_monitor_error_detail WHERE agent_type = 2"))
                .isPositive();
        assertThat(shipping.b.value("SELECT TOP (1) session_status FROM msdb.dbo.log_shipping_monitor_history_detail"
                        + " WHERE agent_type = 2 ORDER BY session_id DESC, session_status DESC"))
                .as("3 is an error")
                .isEqualTo(3);

        shipping.b.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("stolen.trn") + " WITH NORECOVERY");
        shipping.restore();
        assertThat(shipping.restored()).as("the missing file mends the chain").isEqualTo(shipping.backedUp());
    }

    @Test
    void staleFilesOfAnotherHistoryAreCopiedAndPassedOver() {
        // Another database of that name, and the same one before its backup: what a share may still hold.
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        WindowsPath source = new WindowsPath(Shipping.SOURCE);
        String foreign = ShippedFile.named(source, "mgc", yesterday.minusSeconds(60))
                .path()
                .text();
        ShippedFile early = ShippedFile.named(source, "mgc", yesterday);
        shipping.estate.bm.run("CREATE DATABASE [other]; BACKUP DATABASE [other] TO DISK = " + Estate.file("other.bak")
                + "; BACKUP LOG [other] TO DISK = N'" + foreign + "'");
        shipping.p.run("BACKUP LOG [mgc] TO DISK = N'" + early.path().text() + "'");
        shipping.p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("later.bak") + " WITH FORMAT, INIT");
        shipping.b.run("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("later.bak") + " WITH NORECOVERY"
                + ", MOVE N'mgc_data' TO N'E:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'"
                + ", MOVE N'mgc_log' TO N'E:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'");
        Estate.say(shipping.p, 700);
        shipping.backUp();
        shipping.copy();
        assertThat(Shipping.said(shipping.b, "LSCopy_SQLP01_mgc")).contains("Number of log backup files copied: 3");

        assertThat(shipping.restore()).isTrue();
        assertThat(Shipping.said(shipping.b, "LSRestore_SQLP01_mgc"))
                .contains("Skipped log backup file. Secondary Database: 'mgc', File: '" + Shipping.COPIES + "\\"
                        + early.path().name() + "'")
                .contains("backup of a database other than the existing 'mgc' database")
                .contains("Number of log backup files restored: 1");
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp());
    }

    @Test
    void filesOfOtherNamesAreNotSeen() {
        shipping.p.run("BACKUP LOG [mgc] TO DISK = N'" + Shipping.SOURCE + "\\mgc_by_hand.trn' WITH COPY_ONLY");
        shipping.p.run(
                "BACKUP LOG [mgc] TO DISK = N'" + Shipping.SOURCE + "\\mgccomp_20260101000000.trn' WITH COPY_ONLY");
        assertThat(shipping.copy()).isTrue();
        assertThat(shipping.copied()).isNull();
    }

    @Test
    void theAgentOfTheSecondaryIsDeniedOnTheShare() {
        shipping.backUp();
        shipping.b.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-agent-sqlb01', @path = N'" + Estate.SHARE
                + "', @right = N'read'");
        assertThat(shipping.copy()).isFalse();
        assertThat(Shipping.said(shipping.b, "LSCopy_SQLP01_mgc"))
                .contains("Operating system error 5(Access is denied.).")
                .endsWith("Process Exit Code 1.  The step failed.");
        assertThat(firstRow(
                        shipping.b,
                        "SELECT TOP (1) agent_type, database_name, session_status"
                                + " FROM msdb.dbo.log_shipping_monitor_history_detail"
                                + " ORDER BY session_id DESC, session_status DESC"))
                .containsExactly(1, "", 3);
        assertThat((String) shipping.b.value("SELECT message FROM msdb.dbo.log_shipping_monitor_error_detail"))
                .contains("Access is denied.");
        shipping.b.run("EXEC lab.dbo.forget_faults");
        assertThat(shipping.copy()).isTrue();
        assertThat(shipping.copied()).isEqualTo(shipping.backedUp());
    }

    @Test
    void theEngineOfThePrimaryIsDeniedOnTheShare() {
        shipping.p.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlp01', @path = N'" + Estate.SHARE
                + "', @right = N'write'");
        assertThat(shipping.backUp()).isFalse();
        assertThat(Shipping.said(shipping.p, "LSBackup_mgc")).contains("Cannot open backup device", "error 5");
        assertThat(shipping.backedUp()).isNull();
    }

    @Test
    void theAgentOfThePrimaryIsDeniedOnTheShare() {
        shipping.p.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-agent-sqlp01', @path = N'" + Estate.SHARE
                + "', @right = N'write'");
        assertThat(shipping.backUp()).isFalse();
        assertThat(Shipping.said(shipping.p, "LSBackup_mgc")).contains("Operating system error 5(Access is denied.).");
        shipping.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("by_hand.trn"));
    }

    @Test
    void aFolderForCopiesThatIsNotThere() {
        shipping.backUp();
        shipping.b.run("EXEC master.dbo.sp_delete_log_shipping_secondary_database N'mgc';"
                + " EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'SQLP01\\LYNC', N'mgc'");
        shipping.b.run(Shipping.ADD_SECONDARY_PRIMARY.replace(Shipping.COPIES, Shipping.COPIES + "\\new"));
        assertThat(shipping.copy()).isFalse();
        assertThat(Shipping.said(shipping.b, "LSCopy_SQLP01_mgc")).contains("Operating system error 3(");
        shipping.b.run("EXEC master.dbo.xp_create_subdir N'" + Shipping.COPIES + "\\new'");
        assertThat(shipping.copy()).isTrue();
    }

    @Test
    void aFullDiskEndsTheCopy() {
        shipping.backUp();
        shipping.b.run("EXEC lab.dbo.fill_disk @path = N'D:\\', @mb_left = 0");
        assertThat(shipping.copy()).isFalse();
        assertThat(Shipping.said(shipping.b, "LSCopy_SQLP01_mgc")).contains("There is not enough space on the disk.");
    }

    @Test
    void onADatabaseThatIsNotOnlineTheBackupJobSucceedsAndWritesNothing() {
        shipping.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("x.trn") + " WITH NORECOVERY");
        assertThat(shipping.backUp()).isTrue();
        assertThat(Shipping.said(shipping.p, "LSBackup_mgc"))
                .contains("The backup job will not be performed until this database is brought online.");
        assertThat(shipping.backedUp()).isNull();
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.backupset b JOIN msdb.dbo.backupmediafamily f"
                        + " ON f.media_set_id = b.media_set_id WHERE f.physical_device_name LIKE N'%logshipping%'"))
                .isEqualTo(0);
    }

    @Test
    void onBothPartnersOfAMirroringOnlyThePrincipalShips() {
        Estate mirrored = new Estate(SqlEstate.afterFailoverWithMirroredPrimary(64, 0, Clock.systemUTC()));
        try (mirrored;
                Client pm = Client.acting(mirrored.primaryMirror)) {
            assertThat(pm.refused(Shipping.ADD_PRIMARY)).containsExactly(32007);
            mirrored.p.run(Shipping.ADD_PRIMARY);
            mirrored.p.run("ALTER DATABASE [mgc] SET PARTNER FAILOVER");
            pm.run(Shipping.ADD_PRIMARY);

            assertThat(Shipping.job(mirrored.p, "LSBackup_mgc")).isTrue();
            assertThat(Shipping.said(mirrored.p, "LSBackup_mgc")).contains("Database mgc is not ONLINE.");
            assertThat(Shipping.job(pm, "LSBackup_mgc")).isTrue();
            String last = "SELECT last_backup_file FROM msdb.dbo.log_shipping_monitor_primary";
            assertThat(mirrored.p.value(last)).isNull();
            assertThat(pm.value(last)).isNotNull();
        }
    }

    @Test
    void aSecondaryThatSomebodyRecoveredTakesNoLogAndTheJobSaysSo() {
        shipping.backUp();
        shipping.copy();
        shipping.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(shipping.restore()).isFalse();
        assertThat(Shipping.said(shipping.b, "LSRestore_SQLP01_mgc"))
                .contains("no files are ready to rollforward", "Could not apply log backup file");
    }

    @Test
    void aRestoreThatWasOrderedToFindNothing() {
        shipping.backUp();
        shipping.copy();
        shipping.b.run("EXEC lab.dbo.skip_next_log_restore");
        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).isNull();
        assertThat(shipping.restore()).isTrue();
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp());
    }

    @Test
    void faultsStrikeTheProgramAndTheStatementsItSends() {
        shipping.b.run("EXEC lab.dbo.fail_next @like = N'%sqllogship%-Copy%', @error = 3201");
        assertThat(shipping.copy()).isFalse();
        shipping.p.run("EXEC lab.dbo.fail_next @like = N'BACKUP LOG%', @error = 3202");
        assertThat(shipping.backUp()).isFalse();
        assertThat(Shipping.said(shipping.p, "LSBackup_mgc")).contains("not enough space");

        shipping.p.run("EXEC lab.dbo.stall_next @like = N'BACKUP LOG%'");
        shipping.p.run("EXEC msdb.dbo.sp_start_job @job_name = N'LSBackup_mgc'");
        shipping.p.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP LOG')");
        assertThat(shipping.p.refused("EXEC msdb.dbo.sp_start_job @job_name = N'LSBackup_mgc'"))
                .containsExactly(22022);
        shipping.p.run("EXEC lab.dbo.release");
        Client.await(() -> shipping.backedUp() != null, "the released backup");
    }

    @Test
    void theMonitorReportsBothSides() {
        shipping.backUp();
        shipping.copy();
        shipping.restore();
        Client.Result primary = shipping.p.run("EXEC master.sys.sp_help_log_shipping_monitor");
        assertThat(primary.columns)
                .containsExactly(
                        "status",
                        "is_primary",
                        "server",
                        "database_name",
                        "time_since_last_backup",
                        "last_backup_file",
                        "backup_threshold",
                        "is_backup_alert_enabled",
                        "time_since_last_copy",
                        "last_copied_file",
                        "time_since_last_restore",
                        "last_restored_file",
                        "last_restored_latency",
                        "restore_threshold",
                        "is_restore_alert_enabled");
        assertThat(primary.rows.get(0)).startsWith(false, true, "SQLP01\\LYNC", "mgc");
        Client.Result secondary = shipping.b.run("EXEC sp_help_log_shipping_monitor");
        assertThat(secondary.rows.get(0)).startsWith(false, false, "SQLB01\\LYNC", "mgc", null, null);
        assertThat((String) secondary.rows.get(0).get(11)).endsWith(shipping.backedUp());
    }

    @Test
    void removalLeavesNothing() {
        shipping.p.run("EXEC master.dbo.sp_add_log_shipping_alert_job");
        shipping.b.run("EXEC master.dbo.sp_add_log_shipping_alert_job");
        shipping.backUp();
        shipping.copy();
        shipping.restore();
        assertThat(shipping.p.refused("EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc'"))
                .containsExactly(32011);
        shipping.p.run("EXEC master.dbo.sp_delete_log_shipping_primary_secondary @primary_database = N'mgc',"
                + " @secondary_server = N'SQLB01\\LYNC', @secondary_database = N'mgc'");
        shipping.p.run("EXEC master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc'");
        String deletePrimary = "EXEC master.dbo.sp_delete_log_shipping_secondary_primary"
                + " @primary_server = N'SQLP01\\LYNC', @primary_database = N'mgc'";
        assertThat(shipping.b.refused(deletePrimary)).containsExactly(32025);
        shipping.b.run("EXEC master.dbo.sp_delete_log_shipping_secondary_database @secondary_database = N'mgc'");
        assertThat(count(shipping.b, "msdb.dbo.sysjobs"))
                .as("copy and restore go with the primary, not with the database")
                .isEqualTo(3);
        shipping.b.run(deletePrimary);

        for (Client client : List.of(shipping.p, shipping.b)) {
            for (String table : List.of(
                    "sysjobs",
                    "sysschedules",
                    "sysjobhistory",
                    "log_shipping_primary_databases",
                    "log_shipping_primary_secondaries",
                    "log_shipping_secondary",
                    "log_shipping_secondary_databases",
                    "log_shipping_monitor_primary",
                    "log_shipping_monitor_secondary",
                    "log_shipping_monitor_alert",
                    "log_shipping_monitor_history_detail",
                    "log_shipping_monitor_error_detail")) {
                assertThat(count(client, "msdb.dbo." + table)).as(table).isEqualTo(0);
            }
        }
    }
}
