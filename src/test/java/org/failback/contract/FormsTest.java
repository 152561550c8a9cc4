package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The reader by which coverage is measured tells apart what servers tell apart. */
class FormsTest {
    private static Set<String> of(String sql) {
        return Forms.of(List.of(sql));
    }

    @Test
    void namesAndValuesDoNotMatterAndTheOrderOfOptionsNeither() {
        assertThat(of("BACKUP DATABASE [a] TO DISK = N'x' WITH CHECKSUM, STATS = 5"))
                .isEqualTo(of("backup database [b] to disk = N'y' with stats = 10, checksum"))
                .containsExactly("BACKUP DATABASE name TO DISK = value WITH CHECKSUM, STATS = n");
    }

    @Test
    void anOptionMoreIsAnotherForm() {
        assertThat(of("RESTORE LOG [a] FROM DISK = N'x' WITH RECOVERY"))
                .doesNotContainAnyElementsOf(of("RESTORE LOG [a] FROM DISK = N'x' WITH RECOVERY, CHECKSUM"));
    }

    @Test
    void severalFilesAreMovedAsOneIs() {
        assertThat(of("RESTORE DATABASE [a] FROM DISK = N'x' WITH MOVE N'd' TO N'p', MOVE N'l' TO N'q'"))
                .isEqualTo(of("RESTORE DATABASE [a] FROM DISK = N'x' WITH MOVE N'd' TO N'p'"));
    }

    @Test
    void aProcedureIsKnownByTheParametersThatArePassed() {
        assertThat(of("EXEC @f = msdb.dbo.sp_x @b = 1, @a = @v OUTPUT"))
                .containsExactly("EXEC status = msdb.dbo.sp_x [@a OUTPUT, @b]");
        assertThat(of("EXEC [somebodys].sys.sp_executesql N'x'")).containsExactly("EXEC *.sys.sp_executesql [#1]");
    }

    @Test
    void columnsBelongToTheViewThatTheirAliasStandsFor() {
        assertThat(of("SELECT d.name FROM sys.databases d WHERE EXISTS"
                        + " (SELECT 1 FROM sys.database_mirroring m WHERE m.database_id = d.database_id)"))
                .contains(
                        "view sys.databases",
                        "column sys.databases.name",
                        "column sys.databases.database_id",
                        "column sys.database_mirroring.database_id")
                .doesNotContain("column sys.database_mirroring.name");
        assertThat(of("SELECT state_desc FROM sys.databases")).contains("column sys.databases.state_desc");
    }

    @Test
    void theStepOfAJobCountsAsIfItWereSent() {
        assertThat(of("SET @step1 = N'IF @x = 1 ALTER DATABASE [a] SET OFFLINE WITH ROLLBACK IMMEDIATE;'"))
                .contains("ALTER DATABASE name SET OFFLINE WITH ROLLBACK IMMEDIATE");
    }

    @Test
    void textThatIsPutTogetherIsReadAsAWhole() {
        assertThat(of("SET @join = N'ALTER USER ' + QUOTENAME(@user) + N' WITH LOGIN = ' + QUOTENAME(@user);"))
                .contains("ALTER USER name WITH LOGIN = name", "function QUOTENAME");
    }

    @Test
    void wordsThatStandInMessagesAreNoStatements() {
        assertThat(of("PRINT N'Restore it first.'")).noneMatch(form -> form.startsWith("RESTORE"));
    }

    @Test
    void aCommandLineIsAFormOfItsOwn() {
        assertThat(of("SET @step2 = N'cmd.exe /d /c copy /y \"a\" \"b\" && del \"b\"';"))
                .contains("command line cmd.exe /d /c copy /y file file && del file");
    }
}
