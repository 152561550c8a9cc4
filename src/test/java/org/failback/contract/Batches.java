package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

/** How a batch runs, on which every guard rests. */
final class Batches {
    @Promise(source = "RAISERROR (Transact-SQL), Remarks")
    void anErrorThatIsRaisedDoesNotEndTheBatch(Scene scene) {
        Said said = scene.refused(
                scene.one, "RAISERROR(N'Nothing was changed: 100%%.', 16, 1);\nPRINT N'went on';", error(50000, 16));
        assertThat(said.texts()).containsExactly("Nothing was changed: 100%.", "went on");
    }

    @Promise(source = "experience; SET XACT_ABORT (Transact-SQL) names errors that end a batch")
    void aRestoreThatFailsDoesNotEndTheBatch(Scene scene) {
        Said said = scene.refused(
                scene.one,
                "RESTORE VERIFYONLY FROM DISK = N'" + scene.inFolder(scene.name()) + "' WITH FILE = 1, CHECKSUM,"
                        + " STOP_ON_ERROR, STATS = 5;\nPRINT N'went on';",
                error(3201, 16),
                error(3013, 16));
        assertThat(said.texts()).contains("went on");
    }

    @Promise(source = "NULL and UNKNOWN (Transact-SQL)")
    void aComparisonWithNullIsNeitherTrueNorItsOpposite(Scene scene) {
        Said said = scene.one.ask("DECLARE @server nvarchar(128);\n"
                + "IF @server <> N'P' PRINT N'other'; ELSE PRINT N'not other';\n"
                + "IF @server = N'P' PRINT N'this'; ELSE PRINT N'not this';");
        assertThat(said.texts()).containsExactly("not other", "not this");
    }

    @Promise(source = "RIGHT (Transact-SQL); LEN (Transact-SQL); LIKE (Transact-SQL)")
    void theEndOfAPathIsComparedAsTextIs(Scene scene) {
        String ask = "DECLARE @last nvarchar(500);\nSET @last = %s;\n"
                + "IF RIGHT(@last, LEN(N'mgc_2.trn')) >= N'mgc_2.trn' PRINT N'came'; ELSE PRINT N'has not come';\n"
                + "IF RIGHT(@last, 9) LIKE N'mgc[_][0-9].%%' PRINT N'a log'; ELSE PRINT N'no log';";
        assertThat(scene.one.ask(ask.formatted("N'C:\\logs\\mgc_2.trn'")).texts())
                .containsExactly("came", "a log");
        assertThat(scene.one.ask(ask.formatted("N'C:\\logs\\mgc_1.trn'")).texts())
                .containsExactly("has not come", "a log");
        assertThat(scene.one.ask(ask.formatted("N'C:\\logs\\mgcx3.trn'")).texts())
                .containsExactly("came", "no log");
        assertThat(scene.one.ask(ask.formatted("NULL")).texts()).containsExactly("has not come", "no log");
    }

    @Promise(source = "IF...ELSE (Transact-SQL); SERVERPROPERTY (Transact-SQL), ServerName")
    void aGuardActsOnlyWhereEveryConditionIsTrue(Scene scene) {
        String guard = "IF UPPER(CONVERT(nvarchar(128), SERVERPROPERTY(N'ServerName'))) = N'%s'\n"
                + "AND IS_SRVROLEMEMBER(N'sysadmin') = 1\n"
                + "AND NOT EXISTS (SELECT 1 FROM sys.databases WHERE name IN (N'%s', N'none'))\n"
                + "BEGIN\n    PRINT N'acted';\nEND\nELSE\n    RAISERROR(N'refused', 16, 1);";
        String name = scene.first.name().toUpperCase(java.util.Locale.ROOT);
        assertThat(scene.one.ask(guard.formatted(name, scene.name())).texts()).containsExactly("acted");
        scene.refused(scene.one, guard.formatted(name, "master"), error(50000, 16));
        scene.refused(scene.one, guard.formatted(name + "X", scene.name()), error(50000, 16));
    }

    @Promise(source = "experience: names are resolved when the batch is compiled")
    void aNameInsideADatabaseThatIsRestoringStopsTheBatchBeforeAnyOfItRuns(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.backUpTail(scene.first, database);
        Said said = scene.refused(
                scene.one,
                "PRINT N'began'; IF 1 = 0 SELECT COUNT(*) FROM [" + database + "].dbo.kept;",
                error(927, 14));
        assertThat(said.texts()).doesNotContain("began");
    }

    @Promise(source = "sp_executesql (Transact-SQL), Remarks: compiled only when it is run")
    void aTextThatIsNotReachedIsNotCompiled(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.backUpTail(scene.first, database);
        Said said = scene.one.ask("DECLARE @newest bigint, @newer int;\n"
                + "SELECT @newest = CONVERT(bigint, N'5'), @newer = 1;\n"
                + "IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'" + database
                + "' AND state_desc = N'ONLINE')\n    EXEC [" + database
                + "].sys.sp_executesql N'IF NOT EXISTS (SELECT 1 FROM dbo.tblChat WHERE chatDate > @newest) SET @newer = 0;',"
                + " N'@newest bigint, @newer int OUTPUT', @newest = @newest, @newer = @newer OUTPUT;\n"
                + "ELSE\n    SET @newer = 0;\nPRINT CONVERT(nvarchar(10), @newer);");
        assertThat(said.texts()).containsExactly("0");
    }

    @Promise(source = "sp_executesql (Transact-SQL), Arguments: OUTPUT")
    void aTextRunsInTheDatabaseWhoseProcedureIsCalledAndGivesValuesBack(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("CREATE TABLE [" + database + "].dbo.tblChat (chatDate bigint NOT NULL)");
        scene.one.ask("INSERT INTO [" + database + "].dbo.tblChat (chatDate) VALUES (7)");
        String ask = "DECLARE @newest bigint, @newer int;\nSELECT @newest = CONVERT(bigint, N'%s'), @newer = 1;\n"
                + "EXEC [" + database
                + "].sys.sp_executesql N'IF NOT EXISTS (SELECT 1 FROM dbo.tblChat WHERE chatDate > @newest) SET @newer = 0;',"
                + " N'@newest bigint, @newer int OUTPUT', @newest = @newest, @newer = @newer OUTPUT;\n"
                + "SELECT @newer AS newer;";
        assertThat(scene.one.ask(ask.formatted("7")).number()).isZero();
        assertThat(scene.one.ask(ask.formatted("6")).number()).isOne();
    }

    @Promise(source = "TRY...CATCH (Transact-SQL); KILL (Transact-SQL)")
    void anErrorInATryIsCaughtAndTheLoopGoesOn(Scene scene) {
        Said said = scene.one.ask("""
                DECLARE @session int, @kill nvarchar(30);
                SET @session = 32000;
                WHILE @session < 32002
                BEGIN
                    SET @kill = N'KILL ' + CONVERT(nvarchar(10), @session);
                    BEGIN TRY
                        EXEC (@kill);
                    END TRY
                    BEGIN CATCH
                        PRINT ERROR_MESSAGE();
                    END CATCH
                    SET @session = @session + 1;
                END
                WAITFOR DELAY '00:00:00.010';
                PRINT N'done';""");
        assertThat(said.texts()).hasSize(3).last().isEqualTo("done");
    }

    @Promise(source = "TRY...CATCH (Transact-SQL), Remarks: errors of compilation at the same level")
    void whatCannotBeReadDoesNotRun(Scene scene) {
        assertThat(scene.refused(scene.one, "PRINT N'began'; SELECT 1 +", error(102, 15))
                        .texts())
                .doesNotContain("began");
        assertThat(scene.refused(scene.one, "PRINT N'began'; SELECT 1 FROM WHERE", error(156, 15))
                        .texts())
                .doesNotContain("began");
    }

    @Promise(source = "Database Engine events and errors, 195 and 207")
    void whatAQueryNamesHasToBeThere(Scene scene) {
        scene.refused(scene.one, "SELECT " + scene.name() + "(1)", error(195, 15));
        scene.refused(scene.one, "SELECT d.no_such_column FROM sys.databases d", error(207, 16));
    }

    @Promise(source = "ALTER DATABASE (Transact-SQL), Remarks: autocommit mode")
    void noDatabaseIsAlteredInATransaction(Scene scene) {
        String database = scene.database(scene.first);
        scene.refused(scene.one, "BEGIN TRANSACTION; ALTER DATABASE [" + database + "] SET ONLINE;", error(226, 16));
        scene.one.ask("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;");
    }

    @Promise(source = "Database Engine events and errors, 208, 911, 2812")
    void whatDoesNotExistIsNamed(Scene scene) {
        String missing = scene.name();
        scene.refused(scene.one, "SELECT 1 FROM dbo." + missing, error(208, 16));
        scene.refused(scene.one, "USE [" + missing + "]", error(911, 16));
        scene.refused(scene.one, "EXEC dbo." + missing, error(2812, 16));
    }

    @Promise(source = "COMMIT TRANSACTION (Transact-SQL), ROLLBACK TRANSACTION (Transact-SQL)")
    void withoutATransactionThereIsNothingToEnd(Scene scene) {
        scene.refused(scene.one, "COMMIT TRANSACTION", error(3902, 16));
        scene.refused(scene.one, "ROLLBACK TRANSACTION", error(3903, 16));
        assertThat(scene.one
                        .ask(
                                "BEGIN TRANSACTION; IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION; SELECT @@TRANCOUNT AS open_ones")
                        .number())
                .isZero();
    }

    @Promise(source = "BACKUP (Transact-SQL), Limitations: not in an explicit or implicit transaction")
    void noBackupRunsInATransaction(Scene scene) {
        String file = scene.file();
        String backup = "BACKUP DATABASE [model] TO DISK = N'" + file + "' WITH COPY_ONLY, " + Scene.options("none");
        scene.refused(
                scene.one,
                "BEGIN TRANSACTION; " + backup + "; ROLLBACK TRANSACTION;",
                error(3021, 16),
                error(3013, 16));
    }
}
