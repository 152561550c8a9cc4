package org.failback.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.failback.lab.scenario.Place;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.failback.lync.RunnerOnTheWire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario is as its story says, and its cure as written takes the cause away: all of it over TDS. */
class ScenariosInTheLabTest {
    private static final String SHARE = LabNames.SHARE;
    private static final String PROBE = "N'" + SHARE + "\\probe.bak'";
    private static final Map<String, Symptom> SYMPTOMS = symptoms();
    private static final String KILL_MONITOR = "DECLARE @id int, @sql nvarchar(100);"
            + " SELECT @id = session_id FROM sys.dm_exec_sessions WHERE host_name = N'MONITOR03';"
            + " IF @id IS NOT NULL BEGIN SET @sql = N'KILL ' + CONVERT(nvarchar(10), @id); EXEC sp_executesql @sql END";
    private static final String CHAT_SESSIONS =
            "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name = N'Persistent Chat Server'";
    private static RunningLab lab;
    private static RunnerOnTheWire runner;

    /**
     * What tells whether a mishap is there.
     *
     * @param sick the answer while it is
     * @param well the answer after the cure
     */
    private record Symptom(Question question, String sick, String well) {
        static Symptom of(Place on, String sql, String sick, String well) {
            return new Symptom(() -> lab.ask(on, sql), sick, well);
        }
    }

    private interface Question {
        String ask() throws SQLException;
    }

    @BeforeAll
    static void start(@TempDir Path folder) {
        lab = new RunningLab(folder);
        runner = new RunnerOnTheWire(lab.lab().address());
    }

    @AfterAll
    static void stop() {
        runner.close();
        lab.close();
    }

    static Stream<Scenario> scenarios() {
        return Scenarios.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void itIsAsItsStorySaysAndItsCureTakesTheCauseAway(Scenario scenario) throws SQLException {
        Symptom symptom = SYMPTOMS.get(scenario.name());
        assertThat(symptom).as("what shows " + scenario.name()).isNotNull();
        begin(scenario.name());
        assertThat(symptom.question().ask()).as("with " + scenario.name()).isEqualTo(symptom.sick());
        assertThat(current()).containsExactly(List.of(scenario.name()));

        begin(scenario.name());
        cure(scenario.name());
        assertThat(symptom.question().ask()).as("after the cure").isEqualTo(symptom.well());

        orderOnPrimary("EXEC lab.dbo.reset");
        assertThat(symptom.question().ask()).as("after a reset").isEqualTo(symptom.sick());
    }

    private static void begin(String scenario) throws SQLException {
        orderOnPrimary("EXEC lab.dbo.scenario N'" + scenario + "'");
    }

    private static void orderOnPrimary(String sql) throws SQLException {
        try (Connection client = lab.primary()) {
            RunningLab.run(client, sql);
        }
    }

    /** As somebody would who has nothing but a SQL client. */
    private static void cure(String scenario) throws SQLException {
        List<List<String>> cures;
        try (Connection client = lab.primary()) {
            cures = RunningLab.rows(
                    client,
                    "SELECT server_name, statement FROM lab.dbo.scenario_cures WHERE scenario = N'" + scenario
                            + "' ORDER BY step");
        }
        for (List<String> cure : cures) {
            try (Connection client = lab.to(cure.get(0))) {
                RunningLab.run(client, cure.get(1));
            }
        }
    }

    private static List<List<String>> current() throws SQLException {
        try (Connection client = lab.primary()) {
            return RunningLab.rows(client, "SELECT name FROM lab.dbo.scenarios WHERE is_current = 1");
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOnes() throws SQLException {
        try (Connection client = lab.primary()) {
            assertThatThrownBy(() -> RunningLab.run(client, "EXEC lab.dbo.scenario N'share-full'"))
                    .hasMessageContaining("The lab does not model the scenario 'share-full'")
                    .hasMessageContaining("share-nearly-full");
        }
    }

    @Test
    void everybodyMayReadWhichThereAre() throws SQLException {
        try (Connection reader = RunningLab.connect(lab.lab().address().ports().backup(), LabAddress.READER)) {
            assertThat(RunningLab.rows(reader, "SELECT name, title, story, known_from FROM lab.dbo.scenarios"))
                    .hasSameSizeAs(Scenarios.all())
                    .allSatisfy(row -> assertThat(row).doesNotContain("").doesNotContainNull());
        }
    }

    @Test
    void theForeignBackupRunsByItselfUntilItIsCuredAndItsFileDoesNotGrow() throws SQLException {
        begin("foreign-log-backup");
        String file = "RESTORE HEADERONLY FROM DISK = N'D:\\Backup\\mgc_nightly.trn'";
        String running = "SELECT COUNT(*) FROM msdb.dbo.sysjobactivity a JOIN msdb.dbo.sysjobs j ON j.job_id = a.job_id"
                + " WHERE j.name = N'Nightly log backup' AND a.start_execution_date IS NOT NULL"
                + " AND a.stop_execution_date IS NULL";
        String runs = "SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = ";
        String start = "EXEC msdb.dbo.sp_start_job @job_name = N'Nightly log backup'";
        try (Connection b = lab.backup()) {
            RunningLab.run(b, start);
            RunningLab.await("a backup", () -> !RunningLab.value(b, runs + 1).equals("0"));
            assertThat(RunningLab.rows(b, file)).hasSize(1);

            RunningLab.run(b, "EXEC lab.dbo.stall_next N'BACKUP LOG%'");
            lab.ask(Place.B, start);
            RunningLab.await("the next", () -> RunningLab.value(b, running).equals("1"));
            cure("foreign-log-backup");
            RunningLab.await("its end", () -> RunningLab.value(b, running).equals("0"));
            assertThat(RunningLab.value(b, runs + 3)).isEqualTo("1");
        }
    }

    @Test
    void theChatServersFollowMgcToTheMirrorThatIsPrincipalNow() throws SQLException {
        begin("backup-is-mirror");
        RunningLab.await(
                "both on the partner", () -> lab.ask(Place.BM, CHAT_SESSIONS).equals("2"));
        String identity = "SELECT COUNT(*) FROM mgc.dbo.tblServerIdentity";
        RunningLab.await(
                "their signs of life", () -> lab.ask(Place.BM, identity).equals("2"));
        assertThat(lab.ask(Place.B, CHAT_SESSIONS)).isEqualTo("0");

        cure("backup-is-mirror");
        RunningLab.await("both at home", () -> lab.ask(Place.B, CHAT_SESSIONS).equals("2"));
        assertThat(lab.ask(Place.BM, CHAT_SESSIONS)).isEqualTo("0");
    }

    @Test
    void theChatServersServeOnWhenTheInstanceStops() throws SQLException {
        begin("backup-is-mirror");
        RunningLab.await(
                "both on the partner", () -> lab.ask(Place.BM, CHAT_SESSIONS).equals("2"));
        orderOnPrimary("EXEC lab.dbo.stop_instance N'SQLB01\\LYNC'");
        lab.ask(
                Place.BM,
                "DECLARE @id int, @sql nvarchar(100); SELECT @id = MIN(session_id) FROM sys.dm_exec_sessions"
                        + " WHERE program_name = N'Persistent Chat Server'; SET @sql = N'KILL ' + CONVERT(nvarchar(10), @id);"
                        + " EXEC sp_executesql @sql");
        RunningLab.await(
                "both on the partner again",
                () -> lab.ask(Place.BM, CHAT_SESSIONS).equals("2"));
    }

    private static Map<String, Symptom> symptoms() {
        Map<String, Symptom> all = new TreeMap<>();
        String probe = "BACKUP DATABASE [model] TO DISK = " + PROBE + " WITH FORMAT, INIT, COPY_ONLY";
        all.put("agent-cannot-read-share", new Symptom(ScenariosInTheLabTest::agentLists, "0", "1"));
        all.put("engine-cannot-write-share", Symptom.of(Place.B, probe, "error 3201", "ok"));
        all.put(
                "engine-cannot-read-share",
                new Symptom(
                        () -> {
                            lab.ask(Place.B, probe);
                            return lab.ask(Place.P, "RESTORE VERIFYONLY FROM DISK = " + PROBE);
                        },
                        "error 3201",
                        "ok"));
        all.put(
                "share-nearly-full",
                Symptom.of(
                        Place.B,
                        "BACKUP DATABASE [mgc] TO DISK = " + PROBE + " WITH FORMAT, INIT, COPY_ONLY",
                        "error 3202",
                        "ok"));
        all.put("primary-disk-full", new Symptom(() -> restored(), "error 3257", "ok"));
        all.put(
                "agent-off-on-primary",
                Symptom.of(
                        Place.P,
                        "SELECT CONVERT(varchar(10), value_in_use) + N' ' + (SELECT CONVERT(varchar(10), COUNT(*)) FROM"
                                + " sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent - G%')"
                                + " FROM sys.configurations WHERE name = N'Agent XPs'",
                        "0 0",
                        "1 1"));
        all.put("server-name-null", Symptom.of(Place.P, "SELECT @@SERVERNAME", "null", "SQLP01\\LYNC"));
        all.put("single-user-taken", Symptom.of(Place.P, "SELECT COUNT(*) FROM mgc.dbo.tblChat", "error 924", "0"));
        all.put("primary-already-mirrored", Symptom.of(Place.P, role("mgc"), "PRINCIPAL", "null"));
        all.put("backup-is-mirror", Symptom.of(Place.B, "SELECT COUNT(*) FROM mgc.dbo.tblChat", "error 954", "240"));
        all.put(
                "backup-mirror-lost",
                Symptom.of(
                        Place.B,
                        "SELECT mirroring_state_desc FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')",
                        "DISCONNECTED",
                        "SYNCHRONIZED"));
        all.put(
                "corrupt-pages",
                Symptom.of(
                        Place.B,
                        "BACKUP DATABASE [mgc] TO DISK = " + PROBE + " WITH FORMAT, INIT, COPY_ONLY, CHECKSUM",
                        "error 3043",
                        "ok"));
        all.put(
                "foreign-log-backup",
                Symptom.of(
                        Place.B,
                        "SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE name = N'Nightly log backup' AND enabled = 1"
                                + " AND EXISTS (SELECT * FROM msdb.dbo.backupset WHERE type = 'L')",
                        "1",
                        "0"));
        all.put(
                "compliance-never-drains",
                Symptom.of(
                        Place.B, "SELECT COUNT(*) FROM mgccomp.dbo.tblComplianceData WHERE cmplType <> 9", "2", "0"));
        all.put("orphaned-user", new Symptom(ScenariosInTheLabTest::orphan, "orphaned", "whole"));
        all.put("answer-lost", Symptom.of(Place.B, "ALTER DATABASE [mgc] SET PARTNER OFF", "connection lost", "ok"));
        all.put(
                "restore-job-restores-nothing",
                new Symptom(ScenariosInTheLabTest::shippingCycle, "succeeded, 0 restored", "succeeded, 1 restored"));
        all.put("stale-replica", new Symptom(ScenariosInTheLabTest::stateThatChat1Hears, "FailedOver", "Normal"));
        all.put("local-store-lags", new Symptom(ScenariosInTheLabTest::stateThatChat1Hears, "FailedOver", "Normal"));
        all.put(
                "chat-servers-keep-writing",
                new Symptom(ScenariosInTheLabTest::afterTheListIsCleared, "they talk", "they are gone"));
        all.put(
                "no-second-hop",
                new Symptom(
                        () -> runner.readPool().replaceFirst("(?s).*(ANONYMOUS LOGON).*", "$1"),
                        "ANONYMOUS LOGON",
                        "ok"));
        all.put("cmdlet-hangs", new Symptom(ScenariosInTheLabTest::clearing, "no answer, 2 active", "ok, 0 active"));
        all.put("backup-newer-than-primary", new Symptom(() -> restored(), "error 3169", "ok"));
        all.put(
                "enterprise-feature-in-mgc",
                Symptom.of(Place.B, "SELECT COUNT(*) FROM mgc.sys.dm_db_persisted_sku_features", "1", "0"));
        all.put("mgc-encrypted", new Symptom(() -> restored(), "error 33111", "ok"));
        all.put("domain-unreachable", new Symptom(ScenariosInTheLabTest::jobOfAWindowsAccount, "0", "1"));
        all.put("mirroring-unstable", Symptom.of(Place.B, "ALTER DATABASE [mgc] SET PARTNER OFF", "error 1430", "ok"));
        all.put(
                "old-log-shipping-left",
                new Symptom(
                        () -> lab.ask(Place.P, "SELECT COUNT(*) FROM msdb.dbo.log_shipping_primary_databases")
                                + lab.ask(Place.B, "SELECT COUNT(*) FROM msdb.dbo.log_shipping_secondary_databases"),
                        "11",
                        "00"));
        all.put(
                "job-name-taken",
                Symptom.of(
                        Place.P,
                        "EXEC master.dbo.sp_add_log_shipping_primary_database @database = N'mgc', @backup_directory = N'"
                                + SHARE + "', @backup_share = N'" + SHARE
                                + "', @backup_job_name = N'LSBackup_mgc', @backup_retention_period = 60",
                        "error 32022",
                        "ok"));
        all.put(
                "backup-file-damaged",
                new Symptom(
                        () -> {
                            // The product backs up mgccomp first, and that is not the file that is damaged.
                            assertThat(lab.ask(
                                            Place.B,
                                            "BACKUP DATABASE [mgccomp] TO DISK = " + complianceFile()
                                                    + " WITH CHECKSUM, INIT"))
                                    .isEqualTo("ok");
                            assertThat(lab.ask(
                                            Place.P,
                                            "RESTORE VERIFYONLY FROM DISK = " + complianceFile() + " WITH CHECKSUM"))
                                    .isEqualTo("ok");
                            lab.ask(Place.B, "BACKUP DATABASE [mgc] TO DISK = " + mgcFile() + " WITH CHECKSUM");
                            return lab.ask(Place.P, "RESTORE VERIFYONLY FROM DISK = " + mgcFile() + " WITH CHECKSUM")
                                    .replaceAll("error \\d+", "refused");
                        },
                        "refused",
                        "ok"));
        all.put(
                "agent-dies-in-backup",
                new Symptom(ScenariosInTheLabTest::backupByAgent, "no agent, 0 backup", "an agent, 1 backup"));
        all.put(
                "client-returns",
                new Symptom(
                        () -> {
                            lab.ask(Place.B, KILL_MONITOR);
                            return lab.ask(
                                    Place.B,
                                    "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE host_name = N'MONITOR03'");
                        },
                        "1",
                        "0"));
        return all;
    }

    /** What chat1 reads of a change that chat2 has heard of. */
    private static String stateThatChat1Hears() throws SQLException {
        try (Connection p = lab.primary()) {
            RunningLab.run(p, "EXEC lab.dbo.cmdlet N'Set-CsPersistentChatState -PoolState Normal'");
            RunningLab.await(
                    "the change at chat2",
                    () -> localState(p, "chat2.dc1.lab.example").equals("Normal"));
            return localState(p, "chat1.dc1.lab.example");
        }
    }

    private static String localState(Connection client, String server) throws SQLException {
        return RunningLab.rows(client, "EXEC lab.dbo.chat_servers").stream()
                .filter(row -> row.get(0).equals(server))
                .map(row -> row.get(4))
                .findFirst()
                .orElseThrow();
    }

    private static String afterTheListIsCleared() throws SQLException {
        try (Connection b = lab.backup()) {
            RunningLab.run(b, "EXEC lab.dbo.cmdlet N'Set-CsPersistentChatActiveServer -ActiveServers $null'");
            String said = "SELECT COUNT(*) FROM mgc.dbo.tblChat";
            String there = "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name = N'Persistent Chat Server'";
            int before = Integer.parseInt(RunningLab.value(b, said));
            RunningLab.await(
                    "talk or silence",
                    () -> RunningLab.value(b, there).equals("0")
                            || Integer.parseInt(RunningLab.value(b, said)) >= before + 4);
            return RunningLab.value(b, there).equals("0") ? "they are gone" : "they talk";
        }
    }

    /** What became of the script that clears the list, and what the list is then. */
    private static String clearing() throws SQLException {
        List<String> active = lab.lab().chat().activeServers();
        String said = runner.clearActiveServers(active, Duration.ofSeconds(4));
        if (said.startsWith("MAYBE_DONE")) {
            // A cmdlet that was only slow is written down as done, one that hung as ended by its caller.
            String done = "SELECT outcome FROM lab.dbo.statement_log"
                    + " WHERE statement LIKE N'Set-CsPersistentChatActiveServer%'";
            RunningLab.await(
                    "the end of the cmdlet", () -> !lab.ask(Place.P, done).equals("no row"));
            said = lab.ask(Place.P, done).equals("ok") ? "ok" : "no answer";
        }
        return said + ", " + lab.lab().chat().activeServers().size() + " active";
    }

    /** What comes of restoring B's mgc over that of P. */
    private static String restored() throws SQLException {
        lab.ask(Place.B, "BACKUP DATABASE [mgc] TO DISK = " + mgcFile() + " WITH FORMAT, INIT, COPY_ONLY");
        lab.ask(Place.P, "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        return lab.ask(
                Place.P,
                "RESTORE DATABASE [mgc] FROM DISK = " + mgcFile() + " WITH REPLACE"
                        + ", MOVE N'mgc_data' TO N'D:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'"
                        + ", MOVE N'mgc_log' TO N'D:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'");
    }

    /** Run status of a job on P that belongs to the account of its Agent. */
    private static String jobOfAWindowsAccount() throws SQLException {
        try (Connection p = lab.primary()) {
            RunningLab.run(
                    p,
                    "EXEC msdb.dbo.sp_add_job @job_name = N'own', @owner_login_name = N'LAB\\svc-agent-sqlp01';"
                            + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'own', @step_name = N'own',"
                            + " @command = N'PRINT 1';"
                            + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'own';"
                            + " EXEC msdb.dbo.sp_start_job @job_name = N'own'");
            RunningLab.await(
                    "the job's end",
                    () -> RunningLab.value(p, "SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0")
                            .equals("1"));
            return RunningLab.value(p, "SELECT run_status FROM msdb.dbo.sysjobhistory WHERE step_id = 0");
        }
    }

    private static String complianceFile() {
        return "N'" + SHARE + "\\mgccomp_one.bak'";
    }

    private static String mgcFile() {
        return "N'" + SHARE + "\\mgc_one.bak'";
    }

    /** Whether the Agent of B outlives a job that backs mgc up, and the backup of that job. */
    private static String backupByAgent() throws SQLException {
        try (Connection b = lab.backup()) {
            RunningLab.run(
                    b,
                    "EXEC msdb.dbo.sp_add_job @job_name = N'back up', @owner_login_name = N'sa';"
                            + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'back up', @step_name = N'back up',"
                            + " @command = N'BACKUP DATABASE [mgc] TO DISK = N''" + SHARE + "\\agent.bak''';"
                            + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'back up';"
                            + " EXEC msdb.dbo.sp_start_job @job_name = N'back up'");
            String agent = "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent - G%'";
            String taken = "SELECT COUNT(*) FROM msdb.dbo.backupset WHERE type = 'D' AND database_name = N'mgc'"
                    + " AND backup_finish_date > DATEADD(minute, -5, GETDATE())";
            RunningLab.await(
                    "the end of the backup or of the Agent",
                    () -> RunningLab.value(b, agent).equals("0")
                            || !RunningLab.value(b, taken).equals("0"));
            return (RunningLab.value(b, agent).equals("0") ? "no agent, " : "an agent, ") + RunningLab.value(b, taken)
                    + " backup";
        }
    }

    private static String role(String database) {
        return "SELECT mirroring_role_desc FROM sys.database_mirroring WHERE database_id = DB_ID(N'" + database + "')";
    }

    /** Whether a user of B's mgc would find no login on P. */
    private static String orphan() throws SQLException {
        String user = lab.ask(
                Place.B,
                "SELECT CONVERT(varchar(100), sid, 1) FROM mgc.sys.database_principals WHERE name = N'chat_report'");
        String login = lab.ask(
                Place.P, "SELECT CONVERT(varchar(100), sid, 1) FROM sys.server_principals WHERE name = N'chat_report'");
        return user.equals("no row") || user.equals(login) ? "whole" : "orphaned";
    }

    private static String shippingCycle() throws SQLException {
        try (Connection p = lab.primary();
                Connection b = lab.backup()) {
            ShippingOverTds shipping = new ShippingOverTds(p, b);
            shipping.setUp();
            return shipping.cycle();
        }
    }

    /** Run status of a job of the Agent of B that lists the share: 1 when it could. */
    private static String agentLists() throws SQLException {
        try (Connection b = lab.backup()) {
            RunningLab.run(
                    b,
                    "EXEC msdb.dbo.sp_add_job @job_name = N'list', @owner_login_name = N'sa';"
                            + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'list', @step_name = N'list',"
                            + " @subsystem = N'CmdExec', @command = N'cmd.exe /c dir \"" + SHARE + "\"';"
                            + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'list';"
                            + " EXEC msdb.dbo.sp_start_job @job_name = N'list'");
            String ended = "SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0";
            RunningLab.await("the job's end", () -> RunningLab.value(b, ended).equals("1"));
            return RunningLab.value(b, "SELECT run_status FROM msdb.dbo.sysjobhistory WHERE step_id = 0");
        }
    }
}
