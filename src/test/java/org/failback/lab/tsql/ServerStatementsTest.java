package org.failback.lab.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tsql.ServerStatement.Setting;
import org.failback.lab.tsql.ServerStatement.Termination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerStatementsTest {
    private final Lab lab = new Lab();

    private ServerStatement only(String sql) {
        lab.server.statements.clear();
        assertThat(lab.lines(sql)).isEmpty();
        assertThat(lab.server.statements).hasSize(1);
        return lab.server.statements.get(0);
    }

    @Test
    void backsUpToFilesNamedByVariables() {
        ServerStatement.Backup backup = (ServerStatement.Backup)
                only(
                        "DECLARE @file nvarchar(260) = N'\\\\fs\\sh\\mgc.bak', @name nvarchar(128) = N'mgc run'\nBACKUP DATABASE"
                                + " [mgc] TO DISK = @file, DISK = N'b.bak' WITH FORMAT, INIT, CHECKSUM, STOP_ON_ERROR, COPY_ONLY,"
                                + " COMPRESSION, STATS = 5, NAME = @name, DESCRIPTION = N'd', MEDIANAME = N'm', RETAINDAYS = 3;");
        assertThat(backup.kind()).isEqualTo(ServerStatement.BackupKind.DATABASE);
        assertThat(backup.database()).isEqualTo("mgc");
        assertThat(backup.disks()).containsExactly("\\\\fs\\sh\\mgc.bak", "b.bak");
        assertThat(backup.options().has(With.COPY_ONLY)).isTrue();
        assertThat(backup.options().has(With.NOINIT)).isFalse();
        assertThat(backup.options().text(With.NAME)).contains("mgc run");
        assertThat(backup.options().number(With.STATS)).hasValue(5);
        ServerStatement.Backup log =
                (ServerStatement.Backup) only("BACKUP LOG mgc TO DISK='t.trn' WITH NORECOVERY, NO_TRUNCATE, STATS");
        assertThat(log.kind()).isEqualTo(ServerStatement.BackupKind.LOG);
        assertThat(log.options().number(With.STATS)).hasValue(10);
    }

    @Test
    void restoresWithMovesInOrder() {
        ServerStatement.Restore restore = (ServerStatement.Restore)
                only(
                        "DECLARE @f nvarchar(260) = N'x.bak' RESTORE DATABASE [mgc] FROM DISK=@f WITH FILE=1, REPLACE, RECOVERY,"
                                + " CHECKSUM, STOP_ON_ERROR, STATS=5, MOVE N'z_data' TO N'D:\\z.mdf', MOVE N'a_log' TO N'L:\\a.ldf'");
        assertThat(restore.disks()).containsExactly("x.bak");
        assertThat(restore.moves().keySet()).containsExactly("z_data", "a_log");
        assertThat(restore.options().number(With.FILE)).hasValue(1);
        assertThat(((ServerStatement.Restore) only("RESTORE DATABASE mgc WITH RECOVERY")).disks())
                .isEmpty();
        assertThat(((ServerStatement.Restore) only("RESTORE LOG mgc FROM DISK=N'a' WITH STANDBY=N'u.tuf', RESTART"))
                        .options()
                        .text(With.STANDBY))
                .contains("u.tuf");
        assertThat(((ServerStatement.Restore)
                                only("RESTORE VERIFYONLY FROM DISK = N'a' WITH CHECKSUM, MOVE 'd' TO 'e'"))
                        .moves())
                .isEqualTo(Map.of("d", "e"));
        assertThat(((ServerStatement.Restore) only("RESTORE FILELISTONLY FROM DISK = N'a'")).kind())
                .isEqualTo(ServerStatement.RestoreKind.FILELISTONLY);
    }

    @Test
    void altersDatabases() {
        Termination waits = new Termination(Termination.Kind.WAIT, 0);
        assertThat(only("ALTER DATABASE [mgc] SET PARTNER OFF;"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc", List.of(new Setting.Partner(Setting.Partner.Action.OFF, "")), waits));
        assertThat(only("ALTER DATABASE mgc SET PARTNER = N'TCP://p.example:5022'"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc",
                        List.of(new Setting.Partner(Setting.Partner.Action.ADDRESS, "TCP://p.example:5022")),
                        waits));
        assertThat(only("ALTER DATABASE mgc SET WITNESS OFF"))
                .isEqualTo(new ServerStatement.AlterDatabase("mgc", List.of(new Setting.Witness("")), waits));
        assertThat(only("ALTER DATABASE mgc SET OFFLINE WITH ROLLBACK IMMEDIATE"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc",
                        List.of(new Setting.State("OFFLINE")),
                        new Termination(Termination.Kind.ROLLBACK_IMMEDIATE, 0)));
        assertThat(
                        only(
                                "ALTER DATABASE mgc SET SINGLE_USER, RECOVERY FULL, TRUSTWORTHY ON WITH ROLLBACK AFTER 30 SECONDS"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc",
                        List.of(
                                new Setting.UserAccess("SINGLE_USER"),
                                new Setting.Recovery("FULL"),
                                new Setting.Switch("TRUSTWORTHY", true)),
                        new Termination(Termination.Kind.ROLLBACK_AFTER, 30)));
        assertThat(only("ALTER DATABASE mgc SET PARTNER SAFETY FULL"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc", List.of(new Setting.Partner(Setting.Partner.Action.SAFETY_FULL, "")), waits));
        assertThat(only("ALTER DATABASE mgc SET ENABLE_BROKER WITH NO_WAIT"))
                .isEqualTo(new ServerStatement.AlterDatabase(
                        "mgc",
                        List.of(new Setting.Broker("ENABLE_BROKER")),
                        new Termination(Termination.Kind.NO_WAIT, 0)));
    }

    @Test
    void knowsTheOtherStatementsOfAnInstance() {
        assertThat(only("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS, ALL_ERRORMSGS"))
                .isEqualTo(new ServerStatement.Dbcc("CHECKDB", List.of("mgc"), Set.of("NO_INFOMSGS", "ALL_ERRORMSGS")));
        assertThat(only("DBCC SQLPERF(LOGSPACE)"))
                .isEqualTo(new ServerStatement.Dbcc("SQLPERF", List.of("LOGSPACE"), Set.of()));
        assertThat(only("KILL 53")).isEqualTo(new ServerStatement.Kill(53));
        assertThat(only("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [sa]"))
                .isEqualTo(new ServerStatement.AlterAuthorization("mgc", "sa"));
        assertThat(only("ALTER USER [RTC x] WITH LOGIN=[RTC x]"))
                .isEqualTo(new ServerStatement.AlterUser("RTC x", "RTC x"));
        assertThat(only("CREATE LOGIN [DC\\svc] FROM WINDOWS"))
                .isEqualTo(new ServerStatement.CreateLogin("DC\\svc", true, null, null));
        assertThat(only("CREATE USER a FOR LOGIN b")).isEqualTo(new ServerStatement.CreateUser("a", "b", false));
        assertThat(only(
                        "CREATE DATABASE mgc ON (NAME = d, FILENAME = N'D:\\d.mdf', SIZE = 8MB) LOG ON (NAME = l, FILENAME ="
                                + " N'L:\\l.ldf')"))
                .isEqualTo(new ServerStatement.CreateDatabase(
                        "mgc",
                        List.of(new ServerStatement.DatabaseFile("d", "D:\\d.mdf", 8192)),
                        List.of(new ServerStatement.DatabaseFile("l", "L:\\l.ldf", -1)),
                        ""));
        assertThat(only("DROP DATABASE a, b")).isEqualTo(new ServerStatement.DropDatabase(List.of("a", "b")));
        assertThat(only("RECONFIGURE WITH OVERRIDE")).isEqualTo(new ServerStatement.Reconfigure(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '`',
            value = {
                "GO → 2812",
                "SELECT 1 GO SELECT 2 → 0",
                "PRINT 'a' GO → 102",
                "SELECT IIF(1=1,1,2) → 102",
                "SELECT CONCAT('a','b') → 195",
                "SELECT TRY_CONVERT(int, 'x') → 195",
                "SELECT STRING_AGG(a, ',') FROM t → 195",
                "DROP TABLE IF EXISTS t → 156",
                "BEGIN TRY SELECT 1 END TRY BEGIN CATCH THROW END CATCH → 102",
                "SELECT 1 a THROW 50001, 'x', 1 → 102",
                "PRINT 'a' THROW 50001, 'x', 1 → 102",
                "IF @@TRANCOUNT PRINT 'a' → 4145",
                "IF 1 = 1 → 102",
                "SELECT * FROM → 102",
                "SELECT FROM t → 156",
                "SELECT 'a → 105",
                "/* open → 113",
                "RAISERROR(N'a' + N'b', 16, 1) → 102",
                "EXEC sp_rows @a = N'x' + N'y' → 102",
                "EXEC (N'a' + QUOTENAME('b')) → 102",
                "BACKUP DATABASE mgc TO DISK = N'a' + N'b' → 102",
                "BACKUP DATABASE mgc TO DISK = N'a' WITH FROBNICATE → 155",
                "BACKUP DATABASE mgc TO DISK = N'a' WITH ENCRYPTION → 155",
                "RESTORE DATABASE mgc FROM DISK = N'a' WITH RECOVERY, NORECOVERY → 3031",
                "ALTER DATABASE mgc SET HADR OFF → 102",
                "ALTER DATABASE CURRENT SET ONLINE → 156",
                "DECLARE @a int DECLARE @a int → 134",
                "KILL @spid → 102",
                "BREAK → 135",
                "RETURN 1 → 178",
                "SELECT a FROM t ORDER BY a OFFSET 5 ROWS → 102",
                "MERGE t USING s ON 1 = 1 WHEN MATCHED THEN DELETE; → 50000",
                "DECLARE c CURSOR FOR SELECT 1 → 50000",
                "SELECT ROW_NUMBER() OVER (ORDER BY a) FROM t → 50000",
                "SELECT a FROM t FOR XML PATH('') → 50000",
                "CREATE PROCEDURE p AS SELECT 1 → 50000",
                "SHUTDOWN → 50000",
                "GRANT CONNECT ON ENDPOINT::e TO x → 50000",
                "EXEC (N'x') AT B → 50000",
                "DECLARE @d date → 50000",
                "CREATE SOMETHING x → 102",
                "INSERT BULK #b(id int) → 50000",
            })
    void refusesWhatTheGrammarOfItsTimeDoesNotKnow(String sql, int expected) {
        RecordedAnswer answer = lab.batch(sql);
        String last = answer.lines.get(answer.lines.size() - 1);
        assertThat(last).matches(expected == 0 ? "rows 1" : "(ended by|error) " + expected + "( line \\d)?");
    }

    @Test
    void hasAnEndToWhatMayBeNested() {
        int deep = 2000;
        assertThat(lab.batch("SELECT " + "(".repeat(deep) + "1" + ")".repeat(deep)).lines)
                .containsExactly("ended by 191 line 1");
        assertThat(lab.batch("SELECT 1" + " + 1".repeat(deep)).lines).containsExactly("ended by 191 line 1");
        assertThat(lab.batch("IF 1=1 ".repeat(deep) + "PRINT 'x'").lines).containsExactly("ended by 191 line 1");
        assertThat(lab.batch("PRINT 'x' ".repeat(deep)).lines).hasSize(deep);
    }

    @Test
    void speaksInItsOwnVoiceWhenItRefuses() {
        RecordedAnswer answer = new RecordedAnswer();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> lab.interpreter.batch("OPEN c", answer))
                .hasMessage("50000 The lab does not model OPEN.");
    }
}
