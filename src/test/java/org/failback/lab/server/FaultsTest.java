package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that any client can order, and the log of what was executed. */
class FaultsTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.b.run("EXEC lab.dbo.forget_faults");
        estate.close();
    }

    private Object outcome(String like) {
        return estate.b.value("SELECT TOP (1) outcome FROM lab.dbo.statement_log WHERE statement LIKE N'" + like
                + "' ORDER BY at DESC");
    }

    @Test
    void theNextStatementFailsAndHasNoEffect() {
        estate.b.run("EXEC lab.dbo.fail_next @like = N'BACKUP DATABASE%', @error = 3201, @times = 1");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3201, 3013);
        assertThat(estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")))
                .containsExactly(3201, 3013);
        assertThat(outcome("BACKUP DATABASE%")).isEqualTo("3201");

        estate.backUp("one.bak", "INIT");
        assertThat(outcome("BACKUP DATABASE%")).isEqualTo("ok");
    }

    @Test
    void anErrorThatComesAfterTheEffect() {
        estate.b.run("EXEC lab.dbo.fail_next @like = N'BACKUP DATABASE%', @error = 3204, @when = N'after'");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3204, 3013);
        assertThat(estate.b.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
    }

    @Test
    void whatStrikesAfterAnEffectPassesOverAStatementThatHadNone() {
        estate.b.run("EXEC lab.dbo.fail_next N'BACKUP DATABASE%', 3204, @when = N'after'");
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = N'X:\\nowhere\\one.bak'"))
                .containsExactly(3201, 3013);
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                .containsExactly(3204, 3013);
    }

    @Test
    void aPatternThatTheLabCannotReadIsRefused() {
        assertThat(estate.b.batch("EXEC lab.dbo.fail_next N'[z-a]%', 3201").text())
                .contains("The lab does not model the pattern '[z-a]%' of LIKE");
        assertThat(estate.b.refused("SELECT 1 WHERE N'x' LIKE N'[z-a]%'")).containsExactly(50000);
    }

    @Test
    void aPatternMeansWhatItMeansToLike() {
        estate.b.run("EXEC lab.dbo.fail_next N'PRINT [^1&]', 3201");
        estate.b.run("PRINT 1");
        assertThat(estate.b.refused("PRINT 2")).containsExactly(3201);
    }

    @Test
    void aSpeedIsANumberFromZeroOn() {
        for (String speed : List.of("-1", "NaN", "Infinity")) {
            assertThat(estate.b.refused("EXEC lab.dbo.slow N'" + speed + "'"))
                    .as(speed)
                    .containsExactly(50000);
        }
        estate.b.run("EXEC lab.dbo.slow N'0.5'");
    }

    @Test
    void aLostAnswerOfAnEffectThatStays() {
        try (Client other = Client.acting(estate.backup)) {
            estate.b.run("EXEC lab.dbo.drop_connection_next @like = N'BACKUP DATABASE%', @when = N'after'");
            assertThat(other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")).dropped)
                    .isTrue();
        }
        assertThat(estate.b.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                .hasSize(1);
    }

    @Test
    void aConnectionThatIsLostBeforeTheEffect() {
        try (Client other = Client.acting(estate.backup)) {
            estate.b.run("EXEC lab.dbo.drop_connection_next @like = N'BACKUP DATABASE%', @when = N'before'");
            assertThat(other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")).dropped)
                    .isTrue();
        }
        estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak"));
    }

    @Test
    void everyStatementFailsUntilItIsForgotten() {
        estate.b.run("EXEC lab.dbo.fail_next N'BACKUP DATABASE%', 3201, @times = 0");
        for (int i = 0; i < 3; i++) {
            assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")))
                    .containsExactly(3201, 3013);
        }
        estate.b.run("EXEC lab.dbo.forget_faults");
        estate.backUp("one.bak", "INIT");
    }

    @Test
    void anErrorWithSeverityStateAndTextOfItsOwn() {
        estate.b.run(
                "EXEC lab.dbo.fail_next N'PRINT%', @error = 1222, @severity = 13, @state = 51, @text = N'No lock.'");
        Client.Result result = estate.b.batch("PRINT 'x'");
        assertThat(result.messages).singleElement().satisfies(message -> {
            assertThat(message.number()).isEqualTo(1222);
            assertThat(message.severity()).isEqualTo(13);
            assertThat(message.state()).isEqualTo(51);
            assertThat(message.text()).isEqualTo("No lock.");
        });
    }

    @Test
    void aSlowStatementCanBeCancelled() throws Exception {
        estate.b.run(
                "EXEC lab.dbo.delay_next N'PRINT%', @milliseconds = 1000000; EXEC lab.dbo.delay_next N'SELECT 7', 20");
        assertThat(estate.b.value("SELECT 7")).isEqualTo(7);
        try (Client other = Client.acting(estate.backup)) {
            Thread work = new Thread(() -> other.batch("PRINT 'x'"));
            work.start();
            estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'PRINT')");
            other.cancel();
            work.join(20_000);
            assertThat(work.isAlive()).isFalse();
        }
    }

    @Test
    void aJobStepHasNoConnectionToLose() {
        estate.b.run("EXEC lab.dbo.drop_connection_next N'PRINT%'");
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'one', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'one', @step_name = N'one', @command = N'PRINT 1';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'one'");
        assertThat(Shipping.job(estate.b, "one")).isFalse();
        assertThat(Shipping.said(estate.b, "one"))
                .contains("The lab does not model the loss of a connection in a step of a SQL Server Agent job");
    }

    @Test
    void theAgentDiesInTheMiddleOfAStep() {
        estate.b.run("EXEC lab.dbo.stop_agent_at N'BACKUP DATABASE%', @at_percent = 40");
        estate.b.run("EXEC msdb.dbo.sp_add_job @job_name = N'one', @owner_login_name = N'sa';"
                + " EXEC msdb.dbo.sp_add_jobstep @job_name = N'one', @step_name = N'one', @command ="
                + " N'BACKUP DATABASE [mgc] TO DISK = N''D:\\Backup\\one.bak''';"
                + " EXEC msdb.dbo.sp_add_jobserver @job_name = N'one'; EXEC msdb.dbo.sp_start_job N'one'");
        estate.b.await("NOT EXISTS (SELECT * FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent%')");
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.sysjobhistory"))
                .isEqualTo(0);
        assertThat(estate.b.value("SELECT COUNT(*) FROM msdb.dbo.backupset WHERE database_name = N'mgc'"))
                .as("the one of days ago")
                .isEqualTo(1);
    }

    @Test
    void aBackupIsDamagedAsSoonAsItIsWritten() {
        estate.b.run("EXEC lab.dbo.damage_next_backup N'%two.bak'");
        estate.backUp("one.bak", "INIT, CHECKSUM");
        estate.backUp("two.bak", "INIT, CHECKSUM");
        estate.b.run("RESTORE VERIFYONLY FROM DISK = " + Estate.file("one.bak") + " WITH CHECKSUM");
        estate.b.refused("RESTORE VERIFYONLY FROM DISK = " + Estate.file("two.bak") + " WITH CHECKSUM");
    }

    @Test
    void aClientThatAlwaysReturnsStaysAwayOnlyWhenItIsToldTo() {
        estate.b.run("EXEC lab.dbo.returning_client N'mgc', @host = N'MONITOR03'");
        String there = "SELECT session_id FROM sys.dm_exec_sessions WHERE host_name = N'MONITOR03'";
        estate.b.run("KILL " + estate.b.value(there));
        assertThat(estate.b.run(there).rows).hasSize(1);
        assertThat(estate.b.refused(
                        "BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH FORMAT, NORECOVERY"))
                .containsExactly(3101, 3013);
        estate.b.run("EXEC lab.dbo.disconnect_client N'MONITOR03'");
        assertThat(estate.b.run(there).rows).isEmpty();
        estate.b.run("PRINT 'x'");
        assertThat(estate.b.run(there).rows).isEmpty();
    }

    @Test
    void aStoppedInstanceLetsNobodyInAndLeavesItsPartnerAlone() {
        estate.b.run("EXEC lab.dbo.stop_instance N'SQLP01\\LYNC'; EXEC lab.dbo.stop_instance N'SQLP01\\LYNC'");
        assertThat(estate.primary.accepts()).isFalse();
        assertThat(estate.p.batch("SELECT 1").dropped).isTrue();
        estate.b.run("EXEC lab.dbo.start_instance N'SQLP01\\LYNC'");
        assertThat(estate.primary.accepts()).isTrue();
        try (Client again = Client.acting(estate.primary)) {
            assertThat(again.value("SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent%'"))
                    .as("the Agent ran before")
                    .isEqualTo(2);
        }
        assertThat(estate.b.batch("EXEC lab.dbo.stop_instance N'SQLX01\\LYNC'").text())
                .contains("The lab does not model the instance 'SQLX01\\LYNC'; it has SQLP01\\LYNC");
    }

    @Test
    void aStalledStatementIsSeenAndCanBeCancelled() throws Exception {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%', @at_percent = 25");
        try (Client other = Client.acting(estate.backup)) {
            Thread work = new Thread(() -> other.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak")));
            work.start();
            estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE session_id = " + other.id()
                    + " AND percent_complete = 25)");
            other.cancel();
            work.join(20_000);
            assertThat(work.isAlive()).isFalse();
        }
        assertThat(estate.b.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")))
                .containsExactly(3254, 3013);
    }

    @Test
    void aCancelledTailLeavesTheDatabaseOnline() throws Exception {
        estate.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP LOG%'");
        try (Client other = Client.acting(estate.backup)) {
            Thread work = new Thread(
                    () -> other.batch("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY"));
            work.start();
            estate.b.await("EXISTS (SELECT * FROM sys.dm_exec_requests WHERE command = N'BACKUP LOG')");
            other.cancel();
            work.join(20_000);
        }
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
    }

    @Test
    void everyLeafStatementIsLoggedWithItsOutcome() {
        estate.b.run("  /* why */ -- and\n IF 1 = 1 BEGIN PRINT 'x' END");
        estate.b.refused("SELECT * FROM mgc.dbo.nothing");
        Client.Result rows = estate.b.run("SELECT login, application, statement, outcome FROM lab.dbo.statement_log"
                + " WHERE statement LIKE N'PRINT%' OR statement LIKE N'%nothing' ORDER BY at");
        assertThat(rows.rows.get(0)).containsExactly("failback", "story", "PRINT 'x'", "ok");
        assertThat(rows.rows.get(1)).containsExactly("failback", "story", "SELECT * FROM mgc.dbo.nothing", "208");
        estate.b.run("EXEC lab.dbo.release; EXEC [lab].[dbo].[release]");
        assertThat(estate.b.value("SELECT COUNT(*) FROM lab.dbo.statement_log WHERE statement LIKE N'EXEC%release%'"))
                .as("orders to the lab are its own business")
                .isEqualTo(0);
    }

    @Test
    void cmdletsAreLoggedTheSameWay() {
        estate.primary.log("LAB\\operator", "wsmprovhost", "Set-CsPersistentChatState -PoolState Normal", "ok");
        assertThat(estate.p.value("SELECT login FROM lab.dbo.statement_log WHERE statement LIKE N'Set-Cs%'"))
                .isEqualTo("LAB\\operator");
    }

    @Test
    void theReaderOrdersNoFaultsButReadsTheLog() {
        try (Client reader = Client.looking(estate.backup)) {
            assertThat(reader.refused("EXEC lab.dbo.stop_agent")).containsExactly(229);
            assertThat(reader.run("SELECT COUNT(*) FROM lab.dbo.statement_log").rows)
                    .hasSize(1);
        }
    }
}
