package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.TdsListener;
import org.failback.lab.tds.TdsSettings;
import org.failback.lab.tls.LabAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the procedures of log shipping make, and what they refuse. */
class LogShippingSetUpTest {
    private Shipping shipping;

    @BeforeEach
    void comeBack() {
        shipping = new Shipping();
    }

    @AfterEach
    void end() {
        shipping.close();
    }

    @Test
    void thePrimaryGetsADisabledJobAndItsRows() {
        List<Object> answer = shipping.p.run(Shipping.ADD_PRIMARY).rows.get(0);
        assertThat(answer.get(0)).isEqualTo(0);
        assertThat(shipping.p.run("SELECT j.job_id, j.name, j.enabled, c.name, SUSER_SNAME(j.owner_sid), j.description"
                                + " FROM msdb.dbo.sysjobs j"
                                + " JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id")
                        .rows)
                .containsExactly(java.util.Arrays.asList(
                        answer.get(1),
                        "LSBackup_mgc",
                        0,
                        "Log Shipping",
                        "failback",
                        "Log shipping backup log job for SQLP01\\LYNC:mgc."));
        Client.Result step =
                shipping.p.run("SELECT step_name, subsystem, command, on_success_action FROM msdb.dbo.sysjobsteps");
        assertThat(step.rows.get(0))
                .containsExactly(
                        "Log shipping backup log job step.",
                        "CmdExec",
                        "\"C:\\Program Files\\Microsoft SQL Server\\100\\Tools\\Binn\\sqllogship.exe\" -Backup "
                                + answer.get(2).toString().toUpperCase(java.util.Locale.ROOT)
                                + " -server SQLP01\\LYNC",
                        1);
        assertThat(shipping.p
                        .run("SELECT primary_id, primary_database, backup_directory, backup_share,"
                                + " backup_retention_period, backup_job_id, monitor_server, user_specified_monitor,"
                                + " last_backup_file, backup_compression"
                                + " FROM msdb.dbo.log_shipping_primary_databases")
                        .rows
                        .get(0))
                .containsExactly(
                        answer.get(2),
                        "mgc",
                        Shipping.SOURCE,
                        Shipping.SOURCE,
                        4320,
                        answer.get(1),
                        "SQLP01\\LYNC",
                        false,
                        null,
                        2);
        assertThat(shipping.p
                        .run("SELECT primary_server, backup_threshold, threshold_alert, threshold_alert_enabled,"
                                + " last_backup_date_utc, history_retention_period"
                                + " FROM msdb.dbo.log_shipping_monitor_primary")
                        .rows
                        .get(0))
                .containsExactly("SQLP01\\LYNC", 60, 14420, true, null, 5760);
    }

    @Test
    void theSecondaryGetsTwoDisabledJobsAndItsRows() {
        List<Object> answer =
                shipping.b.run(Shipping.ADD_SECONDARY_PRIMARY).rows.get(0);
        assertThat(answer.get(0)).isEqualTo(0);
        assertThat(shipping.b.value("SELECT COUNT(*) FROM msdb.dbo.log_shipping_monitor_secondary"))
                .as("watched is what is restored")
                .isEqualTo(0);
        shipping.b.run(Shipping.ADD_SECONDARY_DATABASE);
        assertThat(shipping
                        .b
                        .run("SELECT j.name, j.enabled, s.command FROM msdb.dbo.sysjobs j"
                                + " JOIN msdb.dbo.sysjobsteps s ON s.job_id = j.job_id ORDER BY j.name")
                        .rows
                        .stream()
                        .map(row -> row.get(0) + " " + row.get(1) + " "
                                + row.get(2).toString().replaceAll(".*\\.exe\" ", "")))
                .containsExactly(
                        "LSCopy_SQLP01_mgc 0 -Copy " + upper(answer.get(3)) + " -server SQLB01\\LYNC",
                        "LSRestore_SQLP01_mgc 0 -Restore " + upper(answer.get(3)) + " -server SQLB01\\LYNC");
        assertThat(shipping.b
                        .run("SELECT s.primary_server, s.primary_database, s.backup_source_directory,"
                                + " s.backup_destination_directory, s.file_retention_period, s.copy_job_id,"
                                + " s.restore_job_id, d.secondary_database, d.restore_mode, d.restore_all,"
                                + " d.disconnect_users, m.restore_threshold, m.threshold_alert_enabled,"
                                + " m.secondary_server FROM msdb.dbo.log_shipping_secondary s"
                                + " JOIN msdb.dbo.log_shipping_secondary_databases d"
                                + " ON d.secondary_id = s.secondary_id"
                                + " JOIN msdb.dbo.log_shipping_monitor_secondary m"
                                + " ON m.secondary_id = s.secondary_id")
                        .rows
                        .get(0))
                .containsExactly(
                        "SQLP01\\LYNC",
                        "mgc",
                        Shipping.SOURCE,
                        Shipping.COPIES,
                        4320,
                        answer.get(1),
                        answer.get(2),
                        "mgc",
                        false,
                        true,
                        false,
                        45,
                        true,
                        "SQLB01\\LYNC");
    }

    private static String upper(Object guid) {
        return guid.toString().toUpperCase(java.util.Locale.ROOT);
    }

    @Test
    void whatIsThereIsNotMadeTwiceAndWhatIsMissingIsNotRemoved() {
        String twice = Shipping.ADD_PRIMARY.replace(", @overwrite = 1", "");
        shipping.p.run(twice);
        assertThat(shipping.p.refused(twice)).containsExactly(32009);
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY))
                .as("what @overwrite does is documented nowhere")
                .containsExactly(50000);
        shipping.p.run(Shipping.ADD_PRIMARY_SECONDARY);
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY_SECONDARY.replace(", @overwrite = 1", "")))
                .containsExactly(32012);
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY_SECONDARY.replace(
                        "@primary_database = N'mgc'", "@primary_database = N'x'")))
                .containsExactly(32010);
        assertThat(shipping.p.refused("EXEC master.dbo.sp_delete_log_shipping_primary_database N'x'"))
                .containsExactly(32010);

        assertThat(shipping.b.refused(Shipping.ADD_SECONDARY_DATABASE)).containsExactly(32023);
        shipping.b.run(Shipping.ADD_SECONDARY_PRIMARY);
        assertThat(shipping.b.refused(Shipping.ADD_SECONDARY_PRIMARY.replace(" @overwrite = 1", " @overwrite = 0")))
                .containsExactly(32024);
        shipping.b.run(Shipping.ADD_SECONDARY_DATABASE);
        assertThat(shipping.b.refused(Shipping.ADD_SECONDARY_DATABASE.replace(", @overwrite = 1", "")))
                .containsExactly(32013);
        assertThat(shipping.b.refused("EXEC master.dbo.sp_delete_log_shipping_secondary_database N'x'"))
                .containsExactly(32014);
        assertThat(shipping.b.refused("EXEC master.dbo.sp_delete_log_shipping_secondary_primary N'X', N'mgc'"))
                .containsExactly(32023);
    }

    @Test
    void theDatabaseHasToBeOnlineAndNotSimple() {
        shipping.p.run("ALTER DATABASE [mgc] SET RECOVERY SIMPLE");
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY)).containsExactly(32015);
        shipping.p.run("ALTER DATABASE [mgc] SET RECOVERY FULL; ALTER DATABASE [mgc] SET OFFLINE");
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY)).containsExactly(32007);
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY.replace("@database = N'mgc'", "@database = N'x'")))
                .containsExactly(15010);
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(0);
    }

    @Test
    void aRefusalReturnsOneAndTheBatchGoesOn() {
        Client.Result result = shipping.p.batch("DECLARE @rc int; EXEC @rc ="
                + " master.dbo.sp_delete_log_shipping_primary_database @database = N'mgc'; SELECT @rc");
        assertThat(result.errors()).containsExactly(32010);
        assertThat(result.rows.get(0)).containsExactly(1);
    }

    @Test
    void aJobOfThatNameThatIsNoLogShippingJobIsInTheWay() {
        shipping.p.run("EXEC msdb.dbo.sp_add_job @job_name = N'LSBackup_mgc'");
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY)).containsExactly(32022);
        shipping.p.run("EXEC msdb.dbo.sp_update_job @job_name = N'LSBackup_mgc', @category_name = N'Log Shipping'");
        shipping.p.run(Shipping.ADD_PRIMARY);
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(1);
    }

    @Test
    void onlyASysadminMayAndOnlyFromMaster() {
        try (Client reader = Client.looking(shipping.estate.primary)) {
            assertThat(reader.refused(Shipping.ADD_PRIMARY)).containsExactly(21089);
            assertThat(reader.run("SELECT * FROM msdb.dbo.log_shipping_primary_databases").rows)
                    .isEmpty();
        }
        assertThat(shipping.p.refused("USE msdb; EXEC sp_delete_log_shipping_primary_database N'mgc'"))
                .containsExactly(5001);
    }

    @Test
    void whatTheLabDoesNotModelItRefuses() {
        assertThat(shipping.p.refused(
                        Shipping.ADD_PRIMARY.replace(", @overwrite = 1", ", @monitor_server = N'SQLMON01'")))
                .containsExactly(50000);
        shipping.b.run(Shipping.ADD_SECONDARY_PRIMARY);
        assertThat(shipping.b.refused(
                        Shipping.ADD_SECONDARY_DATABASE.replace("@restore_mode = 0", "@restore_mode = 1")))
                .containsExactly(50000);
        assertThat(shipping.b.refused("EXEC master.dbo.sp_refresh_log_shipping_monitor"))
                .containsExactly(50000);
        assertThat(shipping.b.refused("EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc'"))
                .containsExactly(201);
    }

    @Test
    void aServerThatDoesNotKnowItsNameShipsNoLog() {
        shipping.p.run("EXEC lab.dbo.forget_server_name");
        assertThat(shipping.p.value("SELECT @@SERVERNAME")).isNull();
        assertThat(shipping.p.refused(Shipping.ADD_PRIMARY)).containsExactly(32053);
        shipping.p.run("EXEC lab.dbo.forget_faults");
        shipping.p.run(Shipping.ADD_PRIMARY);
    }

    @Test
    void expressEditionShipsNoLog() {
        SqlEstate all = shipping.estate.all;
        Instance express = new Instance(
                all,
                new Host("SQLX01", "sqlx01.dc1.lab.example", "LYNC", 1433),
                new Edition("10.50.6000.34", "SP3", "Express Edition (64-bit)"),
                new Accounts("LAB\\svc-sql-sqlx01", "LAB\\svc-agent-sqlx01"));
        express.addDatabase("master", UUID.randomUUID());
        express.logins()
                .add(new ServerLogin(257, "failback", "S", Sid.ofSqlLogin(UUID.randomUUID()), "Practice-range-1")
                        .join("sysadmin"));
        all.add(express);
        try (Client client = Client.acting(all.instance("SQLX01\\LYNC"))) {
            assertThat(client.refused(Shipping.ADD_PRIMARY)).containsExactly(32017);
            assertThat(client.refused(Shipping.ADD_SECONDARY_PRIMARY)).containsExactly(32017);
        }
    }

    @Test
    void theAlertJobIsMadeOnce() {
        shipping.p.run("DECLARE @a uniqueidentifier, @b uniqueidentifier;"
                + " EXEC master.dbo.sp_add_log_shipping_alert_job @alert_job_id = @a OUTPUT;"
                + " EXEC master.dbo.sp_add_log_shipping_alert_job @b OUTPUT;"
                + " IF @a IS NULL OR @a <> @b RAISERROR(N'another', 16, 1)");
        assertThat(shipping.p.run("SELECT j.name, j.enabled, s.freq_subday_type, s.freq_subday_interval"
                                + " FROM msdb.dbo.sysjobs j"
                                + " JOIN msdb.dbo.log_shipping_monitor_alert a ON a.alert_job_id = j.job_id"
                                + " JOIN msdb.dbo.sysjobschedules x ON x.job_id = j.job_id"
                                + " JOIN msdb.dbo.sysschedules s ON s.schedule_id = x.schedule_id")
                        .rows)
                .containsExactly(List.of("LSAlert_SQLP01\\LYNC", 1, 4, 2));
    }

    @Test
    void aRolledBackSetUpNeverWas() {
        shipping.p.run("BEGIN TRANSACTION; " + Shipping.ADD_PRIMARY + "; ROLLBACK");
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.log_shipping_primary_databases"))
                .isEqualTo(0);
        assertThat(shipping.p.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(0);
    }

    @Test
    void microsoftsDriverSetsItUpInMicrosoftsOrder() throws Exception {
        LabAuthority authority = new LabAuthority(Clock.systemUTC());
        TdsSettings settings = TdsSettings.offering(
                authority.serverContext(List.of("localhost"), List.of(InetAddress.getLoopbackAddress())));
        try (TdsListener onP = new TdsListener(InetAddress.getLoopbackAddress(), 0, shipping.estate.primary, settings);
                TdsListener onB =
                        new TdsListener(InetAddress.getLoopbackAddress(), 0, shipping.estate.backup, settings);
                Connection p = connect(onP);
                Connection b = connect(onB)) {
            String backupJob;
            try (CallableStatement call = p.prepareCall("{? = call master.dbo.sp_add_log_shipping_primary_database"
                    + "(N'mgc', N'" + Shipping.SOURCE + "', N'" + Shipping.SOURCE + "', N'LSBackup_mgc', 4320,"
                    + " NULL, 1, NULL, NULL, 60, 14420, 1, 5760, ?, ?, 2)}")) {
                call.registerOutParameter(1, Types.INTEGER);
                call.registerOutParameter(2, microsoft.sql.Types.GUID);
                call.registerOutParameter(3, microsoft.sql.Types.GUID);
                call.execute();
                assertThat(call.getInt(1)).isZero();
                backupJob = call.getString(2);
            }
            run(
                    p,
                    "DECLARE @s int; EXEC msdb.dbo.sp_add_schedule @schedule_name = N'LSBackupSchedule_mgc',"
                            + " @enabled = 1, @freq_type = 4, @freq_interval = 1, @freq_subday_type = 4,"
                            + " @freq_subday_interval = 15, @freq_recurrence_factor = 0, @active_start_date = 20200101,"
                            + " @active_end_date = 99991231, @active_start_time = 0, @active_end_time = 235900,"
                            + " @schedule_id = @s OUTPUT;"
                            + " EXEC msdb.dbo.sp_attach_schedule @job_id = '" + backupJob + "', @schedule_id = @s");
            run(p, "EXEC master.dbo.sp_add_log_shipping_alert_job");
            run(p, "EXEC msdb.dbo.sp_update_job @job_id = '" + backupJob + "', @enabled = 1");
            run(b, Shipping.ADD_SECONDARY_PRIMARY);
            run(b, Shipping.ADD_SECONDARY_DATABASE);
            run(p, Shipping.ADD_PRIMARY_SECONDARY);
            run(
                    b,
                    "EXEC msdb.dbo.sp_update_job @job_name = N'LSCopy_SQLP01_mgc', @enabled = 1;"
                            + " EXEC msdb.dbo.sp_update_job @job_name = N'LSRestore_SQLP01_mgc', @enabled = 1");
            try (Statement statement = b.createStatement();
                    ResultSet rows = statement.executeQuery("EXEC master.sys.sp_help_log_shipping_monitor")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("database_name")).isEqualTo("mgc");
                assertThat(rows.getString("last_restored_file")).isNull();
                assertThat(rows.getBoolean("status")).isFalse();
            }
            assertThatThrownBy(() -> run(p, Shipping.ADD_PRIMARY.replace(", @overwrite = 1", "")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo(32009));
        }
        assertThat(shipping.backUp() && shipping.copy() && shipping.restore()).isTrue();
        assertThat(shipping.restored()).isEqualTo(shipping.backedUp()).isNotNull();
    }

    private static Connection connect(TdsListener listener) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlserver://localhost:" + listener.port()
                        + ";encrypt=false;loginTimeout=10;connectRetryCount=0;databaseName=master",
                "failback",
                "Practice-range-1");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        }
    }
}
