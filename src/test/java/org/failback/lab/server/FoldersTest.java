package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Folders as the engine's account makes and sees them. */
class FoldersTest {
    private static final String RUN = Estate.SHARE + "\\logshipping\\run 7\\mgc";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    @Test
    void aFolderIsMadeWithThoseAboveItAndASecondTimeIsNoError() {
        estate.p.run("EXEC master.dbo.xp_create_subdir N'" + RUN + "'");
        estate.p.run("EXEC master.sys.xp_create_subdir N'" + RUN + "'");
        estate.b.run("BACKUP DATABASE [model] TO DISK = N'" + RUN + "\\x.bak'");
        assertThat(estate.p.run("EXEC master.dbo.xp_dirtree N'" + Estate.SHARE + "\\logshipping\\run 7', 0, 1").rows)
                .containsExactly(List.of("mgc", 1, 0), List.of("x.bak", 2, 1));
        assertThat(estate.p.run("CREATE TABLE #t (subdirectory nvarchar(512), depth int, isfile bit);"
                                + " INSERT #t EXEC master.dbo.xp_dirtree N'" + RUN + "', 1, 1;"
                                + " SELECT subdirectory, depth, isfile FROM #t")
                        .rows)
                .containsExactly(List.of("x.bak", 1, true));
    }

    @Test
    void withoutRightsOrADriveThereIsNoFolder() {
        estate.p.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlp01', @path = N'" + Estate.SHARE
                + "', @right = N'write'");
        Client.Result refused = estate.p.batch("EXEC master.dbo.xp_create_subdir N'" + RUN + "'");
        assertThat(refused.errors()).containsExactly(22048);
        assertThat(refused.text()).contains("xp_create_subdir() returned error 5, 'Access is denied.'");
        assertThat(estate.p.refused("EXEC master.dbo.xp_create_subdir N'Q:\\x'"))
                .containsExactly(22048);
        assertThat(estate.p.refused("EXEC master.dbo.xp_create_subdir N'\\\\nowhere\\x\\y'"))
                .containsExactly(22048);
        assertThat(estate.p.run("EXEC master.dbo.xp_dirtree N'" + RUN + "', 1, 1").rows)
                .isEmpty();
    }
}
