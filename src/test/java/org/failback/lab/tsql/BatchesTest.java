package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private final Lab lab = new Lab();

    @Test
    void aGuardWithNullGoesToElse() {
        assertThat(lab.branch("@@VERSION <> N'x'")).isEqualTo("info else");
        assertThat(lab.branch("NOT (@@VERSION = N'x')")).isEqualTo("info else");
        assertThat(lab.branch("NULL = NULL")).isEqualTo("info else");
        assertThat(lab.branch("NULL IN (1, NULL)")).isEqualTo("info else");
        assertThat(lab.branch("1 NOT IN (2, NULL)")).isEqualTo("info else");
        assertThat(lab.branch("@@VERSION IS NULL")).isEqualTo("info then");
        assertThat(lab.branch("SERVERPROPERTY('ServerName') = N'primary\\lync'"))
                .isEqualTo("info then");
        assertThat(lab.branch("SERVERPROPERTY('MachineName') = N'PRIMARY'")).isEqualTo("info else");
    }

    @Test
    void raiserrorDoesNotEndABatch() {
        assertThat(lab.lines("IF 1 = 1 RAISERROR(N'wrong server %s', 16, 1, N'B') SELECT 1 a"))
                .containsExactly("error 50000", "row [1]", "rows 1");
        assertThat(lab.lines("SET XACT_ABORT ON RAISERROR('x', 16, 1) PRINT 'still here'"))
                .containsExactly("error 50000", "info still here");
    }

    @Test
    void aFailedRestoreDoesNotEndABatchUnlessXactAbortIsOn() {
        lab.server.failures.put(
                "Restore",
                new SqlError(List.of(
                        new Message(3101, 16, 1, "Exclusive access could not be obtained.", "", 1),
                        new Message(3013, 16, 1, "RESTORE DATABASE is terminating abnormally.", "", 1))));
        assertThat(lab.lines("RESTORE DATABASE mgc FROM DISK = N'x'\nPRINT 'on it goes'"))
                .containsExactly("error 3101", "error 3013", "info on it goes");
        assertThat(lab.lines("SET XACT_ABORT ON;\nRESTORE DATABASE mgc FROM DISK = N'x'\nPRINT 'not reached'"))
                .containsExactly("ended by 3101 line 2");
    }

    @Test
    void catchKeepsOnlyTheLastErrorOfAChain() {
        lab.server.failures.put(
                "Backup",
                new SqlError(List.of(
                        new Message(3201, 16, 1, "Cannot open backup device.", "", 1),
                        new Message(3013, 16, 1, "BACKUP DATABASE is terminating abnormally.", "", 1))));
        assertThat(lab.lines("BEGIN TRY BACKUP DATABASE mgc TO DISK = N'x' PRINT 'no' END TRY"
                        + " BEGIN CATCH SELECT ERROR_NUMBER() n, ERROR_MESSAGE() m END CATCH SELECT ERROR_NUMBER() n"))
                .containsExactly(
                        "row [3013, BACKUP DATABASE is terminating abnormally.]", "rows 1", "row [null]", "rows 1");
    }

    @ParameterizedTest
    @CsvSource({
        "SELECT 1 / 0, error 8134;info on",
        "SELECT CONVERT(int; N'x'), ended by 245 line 1",
        "SELECT * FROM nothing, ended by 208 line 1",
        "SELECT nothing FROM dbo.chat, ended by 207 line 1",
        "EXEC nothing, error 2812;info on",
        "EXEC (N'SELECT * FROM nothing'), error 208;info on",
        "EXEC (N'SELECT broken FROM'), error 102;info on",
        "EXEC (N'SELECT CONVERT(int; ''x'')'), ended by 245 line 1",
        "USE nowhere, ended by 911 line 1",
    })
    void errorsEndStatementOrBatch(String statement, String expected) {
        lab.server.put("master.dbo.chat", MemoryTable.of(Column.of("id", SqlType.INT)));
        assertThat(String.join(";", lab.lines(statement.replace(';', ',') + " PRINT 'on'")))
                .isEqualTo(expected);
    }

    @Test
    void aDeadlockEndsTheBatchAndItsTransaction() {
        lab.server.failures.put("sp_double", new SqlError(1205, 13, 51, "deadlock victim"));
        assertThat(lab.lines("BEGIN TRAN EXEC sp_double 1, 2 PRINT 'no'")).containsExactly("ended by 1205 line 1");
        assertThat(lab.value("@@TRANCOUNT")).isEqualTo(0);
    }

    @Test
    void tryCatchesWhatInnerTextCouldNotCompile() {
        assertThat(lab.lines("BEGIN TRY EXEC (N'SELECT * FROM nothing') PRINT 'no' END TRY"
                        + " BEGIN CATCH PRINT ERROR_MESSAGE() END CATCH"))
                .containsExactly("info Invalid object name 'nothing'.");
        assertThat(lab.lines("BEGIN TRY SELECT * FROM nothing END TRY BEGIN CATCH PRINT 'no' END CATCH"))
                .containsExactly("ended by 208 line 1");
    }

    @Test
    void tryCatchesAProcedureThatComplainsAndGoesOn() {
        assertThat(lab.lines("EXEC msdb.dbo.sp_complains PRINT @@ERROR")).containsExactly("error 14262", "info 14262");
        assertThat(lab.lines("BEGIN TRY EXEC sp_complains PRINT 'no' END TRY BEGIN CATCH PRINT ERROR_PROCEDURE()"
                        + " END CATCH"))
                .containsExactly("info sp_complains");
    }

    @Test
    void aDatabaseInRestoreFailsTheWholeBatchBeforeItsGuard() {
        lab.server.unusable.add("mgc");
        assertThat(lab.lines("PRINT 'guard' IF 1 = 0 SELECT COUNT(*) FROM mgc.dbo.tblChat"))
                .containsExactly("ended by 927 line 1");
        assertThat(lab.server.log).isEmpty();
        assertThat(lab.lines("PRINT 'guard' IF 1 = 0 EXEC sp_executesql N'SELECT COUNT(*) FROM mgc.dbo.tblChat'"))
                .containsExactly("info guard");
        assertThat(lab.lines("EXEC sp_executesql N'SELECT COUNT(*) FROM mgc..tblChat' PRINT 'on'"))
                .containsExactly("error 927", "info on");
    }

    @Test
    void callsProceduresWithNamesOutputsAndStatus() {
        assertThat(lab.lines("DECLARE @rc int, @twice int;\nEXEC @rc = master.dbo.sp_double @value = 21, @result ="
                        + " @twice OUTPUT;\nSELECT @rc rc, @twice twice;"))
                .contains("row [7, 42]");
        assertThat(lab.server.calls).containsExactly("master.dbo.sp_double @value=21 @result=null");
        lab.server.failures.put("sp_double", new SqlError(14261, 16, 1, "already exists"));
        assertThat(lab.lines("SET XACT_ABORT ON DECLARE @rc int EXEC @rc = sp_double 1, DEFAULT SELECT @rc, @@ERROR"))
                .containsExactly("error 14261", "row [1, 14261]", "rows 1");
    }

    @Test
    void runsTextWithParameters() {
        assertThat(lab.lines("DECLARE @n int EXEC sp_executesql N'SET @x = @y * 2 RAISERROR(''half way'', 0, 1) WITH"
                        + " NOWAIT', N'@y int, @x int OUTPUT', @y = 4, @x = @n OUTPUT SELECT @n"))
                .containsExactly("info half way", "row [8]", "rows 1");
        assertThat(lab.lines("EXEC sp_executesql N'SELECT @a', N'@a int'")).containsExactly("error 8178");
        assertThat(lab.lines("EXEC sp_executesql 'SELECT 1'")).containsExactly("error 214");
        assertThat(lab.lines("EXEC mgc.sys.sp_executesql N'SELECT 1' PRINT 'back'"))
                .containsExactly("row [1]", "rows 1", "info back");
        assertThat(lab.server.statements).containsExactly(new ServerStatement.UseDatabase("mgc"));
        assertThat(lab.scope.database()).isEqualTo("master");
    }

    @Test
    void loopsAndLeavesThem() {
        assertThat(lab.lines(
                        "DECLARE @i int = 0, @s nvarchar(100) = N''\nWHILE @i < 10\nBEGIN\n  SET @i += 1\n  IF @i % 2"
                                + " = 0 CONTINUE;\n  IF @i > 6 BREAK;\n  SET @s = @s + CONVERT(nvarchar(10), @i) + N','\nEND\n"
                                + "PRINT @s"))
                .containsExactly("info 1,3,5,");
        assertThat(lab.lines("PRINT 'a' IF 1 = 1 RETURN PRINT 'b'")).containsExactly("info a");
    }

    @Test
    void rollsBackWhatATransactionDid() {
        lab.lines("CREATE TABLE #t (id int IDENTITY PRIMARY KEY, name nvarchar(10) NOT NULL DEFAULT N'none')");
        lab.lines("INSERT #t (name) VALUES (N'a')");
        assertThat(lab.lines("BEGIN TRAN INSERT #t DEFAULT VALUES UPDATE #t SET name = N'z' DELETE #t WHERE id = 1"
                        + " SELECT id, name FROM #t ROLLBACK SELECT id, name FROM #t SELECT @@TRANCOUNT"))
                .containsExactly(
                        "updated 1",
                        "updated 2",
                        "updated 1",
                        "row [2, z]",
                        "rows 1",
                        "row [1, a]",
                        "rows 1",
                        "row [0]",
                        "rows 1");
        assertThat(lab.lines("COMMIT")).containsExactly("error 3902");
    }

    @Test
    void dropsTemporaryTablesOfInnerTextButKeepsThoseOfTheSession() {
        assertThat(lab.lines("CREATE TABLE #outer (a int) EXEC (N'SELECT 1 AS a INTO #inner INSERT #outer SELECT a FROM"
                        + " #inner') SELECT a FROM #outer"))
                .contains("row [1]");
        assertThat(lab.lines("SELECT OBJECT_ID(N'tempdb..#outer')").get(0)).isNotEqualTo("row [null]");
        assertThat(lab.lines("SELECT a FROM #inner")).containsExactly("ended by 208 line 1");
        lab.scope.reset();
        assertThat(lab.lines("SELECT a FROM #outer")).containsExactly("ended by 208 line 1");
    }

    @Test
    void insertsWhatExecAnswers() {
        assertThat(lab.lines("CREATE TABLE #h (BackupName nvarchar(128), BackupType smallint)\n"
                        + "INSERT #h EXEC (N'RESTORE HEADERONLY FROM DISK = N''\\\\fs\\sh\\mgc.bak''')\n"
                        + "SELECT BackupType FROM #h WHERE BackupName = N'MGC full'"))
                .containsExactly("updated 1", "row [1]", "rows 1");
        assertThat(lab.lines(
                        "DECLARE @t TABLE (a int, b nvarchar(10)) INSERT INTO @t EXEC sp_rows SELECT SUM(a) FROM @t"))
                .containsExactly("updated 2", "row [3]", "rows 1");
        assertThat(lab.lines("DECLARE @t TABLE (a int) INSERT INTO @t EXEC sp_rows"))
                .containsExactly("ended by 213 line 1");
    }

    @Test
    void logsLeavesWithTheirExactText() {
        lab.lines("-- a comment\nIF 1 = 1\nBEGIN\n  /* why */ PRINT  'a' ; -- done\n  EXEC (N' SELECT 1 ; ');\nEND\n"
                + "DECLARE @x int = 1\nSET @x = 2 SELECT 1/0");
        assertThat(lab.server.log)
                .containsExactly(
                        "PRINT  'a' -> ok",
                        "SELECT 1 -> ok",
                        "EXEC (N' SELECT 1 ; ') -> ok",
                        "SET @x = 2 -> ok",
                        "SELECT 1/0 -> 8134");
    }

    @Test
    void aFaultBeforeTheEffectLeavesNone() {
        lab.server.failures.put("USE mgc", new SqlError(1222, 16, 1, "injected"));
        assertThat(lab.lines("USE mgc SELECT 1")).containsExactly("error 1222", "row [1]", "rows 1");
        assertThat(lab.server.statements).isEmpty();
        lab.server.onBegin = lab.scope::kill;
        assertThat(lab.lines("CHECKPOINT")).containsExactly("ended by 596 line 1");
        assertThat(lab.server.statements).isEmpty();
    }

    @Test
    void stopsWhenCancelled() throws InterruptedException {
        java.util.concurrent.CountDownLatch waiting = new java.util.concurrent.CountDownLatch(1);
        lab.server.onBegin = waiting::countDown;
        RecordedAnswer[] answer = new RecordedAnswer[1];
        Thread session = new Thread(() -> answer[0] = lab.batch("WAITFOR DELAY '01:00:00' PRINT 'no'"));
        session.start();
        assertThat(waiting.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        lab.scope.cancel();
        session.join(10_000);
        assertThat(session.isAlive()).isFalse();
        assertThat(answer[0].lines).isEmpty();
        assertThat(lab.server.log).containsExactly("WAITFOR DELAY '01:00:00' -> cancelled");
        assertThat(lab.lines("PRINT 'again'")).containsExactly("info again");
    }

    @Test
    void formatsRaiserrorAsPrintf() {
        assertThat(lab.lines(
                        "DECLARE @d nvarchar(20) = N'mgc' RAISERROR(N'%s is %d%% of %5s|%-5s|%x %.2s', 0, 1, @d, 42,"
                                + " N'ab', N'cd', 255, N'xyz')"))
                .containsExactly("info mgc is 42% of    ab|cd   |ff xy");
        assertThat(lab.lines("RAISERROR('%s %d', 10, 1)")).containsExactly("info (null) (null)");
        assertThat(lab.lines("DECLARE @b bigint = 1 RAISERROR('%d', 16, 1, @b)"))
                .containsExactly("error 2748");
    }

    @Test
    void takesWhatDriversSayWhenTheyConnect() {
        assertThat(lab.lines(
                        "SET ARITHABORT ON;SET CONCAT_NULL_YIELDS_NULL ON;SET ANSI_NULLS ON;SET CURSOR_CLOSE_ON_COMMIT"
                                + " ON;SET QUOTED_IDENTIFIER ON;SET TEXTSIZE 2147483647;set language us_english\nset dateformat"
                                + " mdy\nset rowcount 0\nset transaction isolation level read committed\nset implicit_transactions"
                                + " off SET LOCK_TIMEOUT -1"))
                .isEmpty();
        assertThat(lab.lines("SET QUOTED_IDENTIFIER OFF PRINT \"text\"")).containsExactly("info text");
        assertThat(lab.lines("PRINT \"text\" SET QUOTED_IDENTIFIER ON SELECT 1 AS \"name\""))
                .containsExactly("info text", "row [1]", "rows 1");
    }

    @Test
    void anImplicitTransactionStaysOpenUntilItIsCommitted() {
        assertThat(lab.lines("SET IMPLICIT_TRANSACTIONS ON CREATE TABLE #t (a int) SELECT @@TRANCOUNT"))
                .contains("row [1]");
        assertThat(lab.lines("IF @@TRANCOUNT > 0 COMMIT TRAN IF @@TRANCOUNT = 0 PRINT 'none'"))
                .containsExactly("info none");
    }

    @Test
    void aDoomedTransactionCanOnlyRollBack() {
        assertThat(lab.lines(
                        "BEGIN TRAN BEGIN TRY SELECT CONVERT(int, N'x') END TRY BEGIN CATCH SELECT XACT_STATE() COMMIT"
                                + " END CATCH"))
                .contains("row [-1]", "error 3930")
                .last()
                .isEqualTo("ended by 3998 line 1");
    }
}
