package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import java.net.InetAddress;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.failback.lab.tds.TdsListener;
import org.failback.lab.tds.TdsSettings;
import org.failback.lab.tls.LabAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The straight way of a failback, spoken by Microsoft's own driver. */
class WireTest {
    private static final LabAuthority AUTHORITY = new LabAuthority(Clock.systemUTC());

    private SqlEstate estate;
    private TdsListener primary;
    private TdsListener backup;

    @BeforeEach
    void listen() throws Exception {
        estate = SqlEstate.afterFailover(64, 0, Clock.systemUTC());
        TdsSettings settings = TdsSettings.offering(
                AUTHORITY.serverContext(List.of("localhost"), List.of(InetAddress.getLoopbackAddress())));
        primary = new TdsListener(InetAddress.getLoopbackAddress(), 0, estate.instance("SQLP01\\LYNC"), settings);
        backup = new TdsListener(InetAddress.getLoopbackAddress(), 0, estate.instance("SQLB01\\LYNC"), settings);
    }

    @AfterEach
    void close() {
        primary.close();
        backup.close();
        estate.close();
    }

    private static Connection connect(TdsListener listener, String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlserver://localhost:" + listener.port()
                        + ";encrypt=false;loginTimeout=10;connectRetryCount=0;applicationName=failback;databaseName=master",
                user,
                "Practice-range-1");
    }

    private static Object one(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getObject(1);
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
        }
    }

    @Test
    void theStraightWay() throws Exception {
        String full = Estate.file("run.bak");
        String tail = Estate.file("run.trn");
        try (Connection b = connect(backup, "failback");
                Connection p = connect(primary, "failback")) {
            List<String> heard = Collections.synchronizedList(new ArrayList<>());
            ((SQLServerConnection) b).setServerMessageHandler(message -> {
                heard.add(message.getErrorNumber() + " " + message.getErrorMessage());
                return message;
            });
            run(b, "ALTER DATABASE [mgc] SET PARTNER OFF; ALTER DATABASE [mgccomp] SET PARTNER OFF");
            run(
                    b,
                    "BACKUP DATABASE [mgc] TO DISK = " + full
                            + " WITH FORMAT, INIT, CHECKSUM, STATS = 25, NAME = N'run'");
            assertThat(heard).contains("3211 25 percent processed.", "3211 100 percent processed.");
            run(b, "BACKUP LOG [mgc] TO DISK = " + tail + " WITH FORMAT, INIT, CHECKSUM, NORECOVERY");
            run(p, "RESTORE VERIFYONLY FROM DISK = " + full + " WITH CHECKSUM");
            run(p, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
            run(p, Estate.restore("run.bak", "FILE = 1, REPLACE, NORECOVERY, CHECKSUM"));
            run(p, "RESTORE LOG [mgc] FROM DISK = " + tail + " WITH RECOVERY, CHECKSUM");

            assertThat(one(p, "SELECT state_desc FROM sys.databases WHERE name = ?", "mgc"))
                    .isEqualTo("ONLINE");
            assertThat(one(b, "SELECT state_desc FROM sys.databases WHERE name = ?", "mgc"))
                    .isEqualTo("RESTORING");
            assertThat(one(p, "SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat")).isEqualTo(240L);
            assertThat(one(
                            p,
                            "SELECT COUNT(*) FROM lab.dbo.statement_log WHERE application = ? AND outcome = N'ok'"
                                    + " AND statement LIKE N'RESTORE LOG%'",
                            "failback"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRefusalArrivesAsAChainWithTheSpecificErrorFirst() throws Exception {
        try (Connection p = connect(primary, "failback")) {
            assertThatThrownBy(() -> run(p, "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("none.bak")))
                    .isInstanceOfSatisfying(SQLException.class, error -> {
                        assertThat(error.getErrorCode()).isEqualTo(3201);
                        assertThat(error.getNextException().getErrorCode()).isEqualTo(3013);
                    });
        }
    }

    @Test
    void aJobIsAddedAndStartedByParameters() throws Exception {
        try (Connection b = connect(backup, "failback")) {
            String job;
            try (CallableStatement add = b.prepareCall("{call msdb.dbo.sp_add_job(?, ?, ?)}")) {
                add.setString(1, "wire");
                add.setInt(2, 1);
                add.setString(3, "made over the wire");
                add.execute();
            }
            run(
                    b,
                    "EXEC msdb.dbo.sp_add_jobstep @job_name = N'wire', @step_name = N's', @command ="
                            + " N'SET QUOTED_IDENTIFIER ON; DBCC CHECKDB(N''mgc'') WITH NO_INFOMSGS';"
                            + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'wire'");
            job = (String) one(b, "SELECT CONVERT(varchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = ?", "wire");
            assertThat(job).hasSize(36);
            run(b, "EXEC msdb.dbo.sp_start_job @job_name = N'wire'");
            Client.await(
                    () -> {
                        try {
                            return (Integer)
                                            one(
                                                    b,
                                                    "SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = 1")
                                    == 1;
                        } catch (SQLException broken) {
                            throw new AssertionError(broken);
                        }
                    },
                    "the job's outcome");
        }
    }

    @Test
    void faultsAreOrderedByCallsToo() throws Exception {
        try (Connection b = connect(backup, "failback")) {
            try (CallableStatement order = b.prepareCall("{call lab.dbo.fail_next(?, ?)}")) {
                order.setString(1, "BACKUP DATABASE%");
                order.setInt(2, 3202);
                order.execute();
            }
            assertThatThrownBy(() -> run(b, "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo(3202));
            assertThat(one(
                            b,
                            "SELECT COUNT(*) FROM lab.dbo.statement_log WHERE statement LIKE N'%fail_next%'"
                                    + " AND statement NOT LIKE N'SELECT%'"))
                    .isEqualTo(0);
        }
    }

    @Test
    void aConnectionThatIsLostInTheMiddleLeavesItsEffect() throws Exception {
        try (Connection b = connect(backup, "failback");
                Connection other = connect(backup, "failback")) {
            run(b, "EXEC lab.dbo.drop_connection_next @like = N'ALTER DATABASE%', @when = N'after'");
            assertThatThrownBy(() -> run(other, "ALTER DATABASE [mgc] SET PARTNER OFF"))
                    .isInstanceOf(SQLException.class);
            assertThat(one(
                            b,
                            "SELECT COUNT(*) FROM sys.database_mirroring WHERE database_id = DB_ID(?)"
                                    + " AND mirroring_guid IS NULL",
                            "mgc"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatIsNoTdsLosesTheConnectionAndNotTheEffect() throws Exception {
        try (Connection b = connect(backup, "failback");
                Connection other = connect(backup, "failback")) {
            run(b, "EXEC lab.dbo.garble_next @like = N'ALTER DATABASE%', @when = N'after'");
            assertThatThrownBy(() -> run(other, "ALTER DATABASE [mgc] SET PARTNER OFF"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            error -> assertThat(error.getErrorCode()).isZero());
            assertThatThrownBy(() -> run(other, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(one(b, "SELECT COUNT(*) FROM sys.database_mirroring WHERE mirroring_guid IS NOT NULL"))
                    .as("only mgccomp")
                    .isEqualTo(1);
        }
    }

    @Test
    void aServerWhoseServiceIsStoppedRefusesConnections() throws Exception {
        try (Connection b = connect(backup, "failback")) {
            run(b, "EXEC lab.dbo.stop_instance N'SQLP01\\LYNC'");
            assertThatThrownBy(() -> connect(primary, "failback")).isInstanceOf(SQLException.class);
            run(b, "EXEC lab.dbo.start_instance N'SQLP01\\LYNC'");
            connect(primary, "failback").close();
        }
    }

    @Test
    void aLockReturnsItsStatus() throws Exception {
        try (Connection b = connect(backup, "failback");
                CallableStatement lock = b.prepareCall("{? = call master.dbo.sp_getapplock(?, ?, ?, ?)}")) {
            lock.registerOutParameter(1, Types.INTEGER);
            lock.setString(2, "failback");
            lock.setString(3, "Exclusive");
            lock.setString(4, "Session");
            lock.setInt(5, 0);
            lock.execute();
            assertThat(lock.getInt(1)).isZero();
        }
    }

    @Test
    void badLoginsStayOutside() {
        assertThatThrownBy(() -> DriverManager.getConnection(
                        "jdbc:sqlserver://localhost:" + primary.port()
                                + ";encrypt=false;loginTimeout=10;connectRetryCount=0",
                        "failback",
                        "x"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(18456));
        assertThatThrownBy(() -> DriverManager.getConnection(
                        "jdbc:sqlserver://localhost:" + primary.port()
                                + ";encrypt=false;loginTimeout=10;connectRetryCount=0;databaseName=no",
                        "failback",
                        "Practice-range-1"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(4060));
    }

    @Test
    void aKilledSessionLosesItsConnection() throws Exception {
        try (Connection victim = connect(primary, "failback");
                Connection p = connect(primary, "failback")) {
            Object id = one(victim, "SELECT @@SPID");
            run(p, "KILL " + id);
            assertThatThrownBy(() -> one(victim, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(victim.isValid(5)).isFalse();
        }
    }

    @Test
    void theFactsOfReadinessInOneLook() throws Exception {
        try (Connection b = connect(backup, "failback_reader");
                Statement statement = b.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT d.name, d.state_desc, d.user_access_desc, d.recovery_model_desc, d.is_read_only,"
                                + " d.is_in_standby, d.is_auto_close_on, d.compatibility_level, d.collation_name,"
                                + " d.is_broker_enabled, d.is_trustworthy_on, d.is_db_chaining_on,"
                                + " d.page_verify_option_desc, d.log_reuse_wait_desc, SUSER_SNAME(d.owner_sid) owner,"
                                + " d.create_date, m.mirroring_guid, m.mirroring_role_desc, m.mirroring_state_desc,"
                                + " m.mirroring_partner_name, m.mirroring_partner_instance, m.mirroring_witness_name,"
                                + " m.mirroring_witness_state_desc, m.mirroring_safety_level_desc"
                                + " FROM sys.databases d JOIN sys.database_mirroring m ON m.database_id = d.database_id"
                                + " WHERE d.name IN (N'mgc', N'mgccomp') ORDER BY d.name")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("name")).isEqualTo("mgc");
            assertThat(rows.getString("owner")).isEqualTo("sa");
            assertThat(rows.getString("mirroring_partner_name")).isEqualTo("TCP://sqlb02.dc2.lab.example:5022");
            assertThat(rows.getString("mirroring_safety_level_desc")).isEqualTo("FULL");
            assertThat(rows.getInt("compatibility_level")).isEqualTo(100);
            assertThat(rows.getTimestamp("create_date")).isNotNull();
            assertThat(rows.next()).isTrue();
        }
    }
}
