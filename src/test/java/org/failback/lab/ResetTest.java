package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.failback.lab.lync.PoolState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code EXEC lab.dbo.reset}: whatever has happened, the beginning comes back. */
class ResetTest {
    private static final String FILE = "N'" + LabNames.SHARE + "\\one.bak'";
    private static RunningLab lab;

    @BeforeAll
    static void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void begin() throws SQLException {
        try (Connection client = lab.primary()) {
            RunningLab.run(client, "EXEC lab.dbo.reset");
        }
    }

    @Test
    void dataDisksJobsAndThePoolAreAsTheFailoverLeftThem() throws SQLException {
        try (Connection p = lab.primary();
                Connection b = lab.backup()) {
            List<List<String>> before = beginning(p, b);
            RunningLab.run(b, "ALTER DATABASE [mgc] SET PARTNER OFF; BACKUP DATABASE [mgc] TO DISK = " + FILE);
            RunningLab.run(b, "EXEC msdb.dbo.sp_add_job @job_name = N'one'; EXEC lab.dbo.stop_agent");
            RunningLab.run(p, "DROP DATABASE [mgc]; EXEC lab.dbo.fail_next N'SELECT%', @times = 0");
            lab.lab().chat().setPoolState(PoolState.NORMAL);
            lab.lab().chat().setActiveServers(List.of());

            RunningLab.run(p, "EXEC lab.dbo.reset");
            try (Connection again = lab.backup()) {
                assertThat(beginning(p, again)).isEqualTo(before);
            }
            assertThat(lab.lab().chat().poolState()).isEqualTo(PoolState.FAILED_OVER);
            assertThat(lab.lab().chat().activeServers())
                    .containsExactly("chat3.dc2.lab.example", "chat4.dc2.lab.example");
        }
    }

    /** What a failed over estate looks like, in the words of its own catalog. */
    private static List<List<String>> beginning(Connection p, Connection b) throws SQLException {
        return List.of(
                List.of(RunningLab.rows(p, "SELECT name, state_desc FROM sys.databases ORDER BY name")
                        .toString()),
                List.of(RunningLab.rows(
                                b,
                                "SELECT d.name, d.state_desc, m.mirroring_role_desc, m.mirroring_state_desc FROM sys.databases d"
                                        + " JOIN sys.database_mirroring m ON m.database_id = d.database_id ORDER BY d.name")
                        .toString()),
                RunningLab.rows(b, "SELECT COUNT(*) FROM msdb.dbo.sysjobs").get(0),
                RunningLab.rows(b, "SELECT COUNT(*) FROM msdb.dbo.backupset").get(0),
                RunningLab.rows(b, "SELECT COUNT_BIG(*) FROM mgc.dbo.tblChat").get(0),
                RunningLab.rows(b, "EXEC master.dbo.xp_fileexist " + FILE).get(0),
                RunningLab.rows(b, "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent%'")
                        .get(0));
    }

    @Test
    void theCallerGoesOnAndEverybodyElseIsThrownOut() throws SQLException {
        try (Connection p = lab.primary();
                Connection other = lab.primary();
                Connection b = lab.backup()) {
            String id = RunningLab.value(p, "SELECT @@SPID");
            RunningLab.run(p, "EXEC lab.dbo.reset; EXEC lab.dbo.reset");
            assertThat(RunningLab.value(p, "SELECT @@SPID")).isEqualTo(id);
            assertThat(RunningLab.value(p, "SELECT name FROM sys.databases WHERE database_id = DB_ID()"))
                    .isEqualTo("master");
            assertThatThrownBy(() -> RunningLab.value(other, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> RunningLab.value(b, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(RunningLab.value(p, "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE session_id = @@SPID"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aBackupAndAJobThatRunAreEndedAndLeaveNothing() throws Exception {
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try (Connection b = lab.backup();
                Connection working = lab.backup()) {
            RunningLab.run(
                    b,
                    "ALTER DATABASE [mgc] SET PARTNER OFF; EXEC lab.dbo.stall_next N'BACKUP%', 25; EXEC lab.dbo.stall_next N'BACKUP%', 50;"
                            + " EXEC msdb.dbo.sp_add_job @job_name = N'one', @owner_login_name = N'sa';"
                            + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'one', @step_name = N'one', @command ="
                            + " N'BACKUP DATABASE [mgccomp] TO DISK = N''D:\\Backup\\two.bak''';"
                            + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'one'; EXEC msdb.dbo.sp_start_job N'one'");
            Future<?> backup = clients.submit(() -> {
                RunningLab.run(working, "BACKUP DATABASE [mgc] TO DISK = " + FILE);
                return null;
            });
            RunningLab.await(
                    "two backups that stall",
                    () -> RunningLab.value(
                                    b, "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE percent_complete IN (25, 50)")
                            .equals("2"));

            RunningLab.run(b, "EXEC lab.dbo.reset");
            assertThatThrownBy(() -> backup.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(SQLException.class);
            RunningLab.await(
                    "no thread of the job",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("Agent of SQLB01\\LYNC, job one")));
            assertThat(RunningLab.rows(b, "EXEC master.dbo.xp_fileexist " + FILE)
                            .get(0)
                            .get(0))
                    .isEqualTo("0");
            assertThat(RunningLab.rows(b, "EXEC master.dbo.xp_fileexist N'D:\\Backup\\two.bak'")
                            .get(0)
                            .get(0))
                    .isEqualTo("0");
            assertThat(RunningLab.value(b, "SELECT COUNT(*) FROM msdb.dbo.sysjobs"))
                    .isEqualTo("0");
            RunningLab.run(b, "EXEC lab.dbo.reset");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aJobStepCannotAskForItsOwnEnd() throws SQLException {
        try (Connection b = lab.backup()) {
            RunningLab.run(
                    b,
                    "EXEC msdb.dbo.sp_add_job @job_name = N'one', @owner_login_name = N'sa';"
                            + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'one', @step_name = N'one', @command ="
                            + " N'EXEC lab.dbo.reset'; EXEC msdb.dbo.sp_add_jobserver @job_name = N'one';"
                            + " EXEC msdb.dbo.sp_start_job N'one'");
            String said = "SELECT MAX(message) FROM msdb.dbo.sysjobhistory WHERE step_id = 1";
            RunningLab.await("the job's end", () -> RunningLab.value(b, said) != null);
            assertThat(RunningLab.value(b, said)).contains("The lab does not model a reset by a step");
        }
    }

    @Test
    void scenariosCanBeReadWhileTheChatSideIsBusy() throws Exception {
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try (Connection b = lab.backup()) {
            synchronized (lab.lab().chat()) {
                Future<String> read = clients.submit(() -> RunningLab.value(
                        b, "SELECT COUNT(*) FROM lab.dbo.scenarios WHERE is_current = CONVERT(bit, 0)"));
                assertThat(Integer.parseInt(read.get(20, TimeUnit.SECONDS))).isPositive();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void chatServersConnectAnew() throws SQLException {
        try (Connection b = lab.backup()) {
            RunningLab.run(b, "EXEC lab.dbo.reset");
            RunningLab.await(
                    "the servers of the backup data center in mgc",
                    () -> RunningLab.value(
                                    b,
                                    "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name = N'Persistent Chat Server'")
                            .equals("2"));
        }
    }
}
