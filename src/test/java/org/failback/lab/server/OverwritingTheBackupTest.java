package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands between B's copy and whoever overwrites it, as long as nobody says REPLACE. */
class OverwritingTheBackupTest {
    private static final String MOVES = ", MOVE N'mgc_data' TO N'E:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'"
            + ", MOVE N'mgc_log' TO N'E:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'";
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private static String ontoB(String file) {
        return "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file(file) + " WITH NORECOVERY" + MOVES;
    }

    private void bringToP(String tail) {
        estate.backUp("run.bak", "FORMAT, INIT");
        estate.p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        estate.p.run(Estate.restore("run.bak", tail.isEmpty() ? "REPLACE" : "REPLACE, NORECOVERY"));
        if (!tail.isEmpty()) {
            estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file(tail) + " WITH NORECOVERY");
            estate.p.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file(tail) + " WITH RECOVERY");
        }
    }

    private void backUpP(String file) {
        estate.p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file(file) + " WITH FORMAT, INIT");
    }

    @Test
    void aPThatWasNotRestoredFromBIsAnotherDatabase() {
        backUpP("foreign.bak");
        assertThat(estate.b.refused(ontoB("foreign.bak"))).containsExactly(3154, 3013);
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        assertThat(estate.b.refused(ontoB("foreign.bak")))
                .as("a tail in safety does not make it the same one")
                .containsExactly(3154, 3013);
        estate.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(Estate.messages(estate.b)).isEqualTo(240);
    }

    @Test
    void anOnlineBWhoseTailNobodyTookIsProtected() {
        bringToP("");
        backUpP("init.bak");
        assertThat(estate.b.refused(ontoB("init.bak"))).containsExactly(3159, 3013);
        assertThat(Estate.messages(estate.b)).isEqualTo(240);
    }

    @Test
    void afterTheTailTheBackupOfTheRestoredPGoesOntoBAndItsLogsFollow() {
        bringToP("run.trn");
        backUpP("init.bak");
        estate.b.run(ontoB("init.bak"));
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("RESTORING");
        for (int i = 0; i < 2; i++) {
            Estate.say(estate.p, 700 + i);
            estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file(i + ".trn"));
            estate.b.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file(i + ".trn") + " WITH NORECOVERY");
        }
        estate.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(estate.b.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID IN (700, 701)"))
                .isEqualTo(2);
    }

    @Test
    void whenPIsRestoredOnceMoreItsLogsNoLongerFitOntoB() {
        bringToP("run.trn");
        backUpP("init.bak");
        estate.b.run(ontoB("init.bak"));
        estate.p.run(Estate.restore("run.bak", "REPLACE, NORECOVERY"));
        estate.p.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("run.trn") + " WITH RECOVERY");
        for (int i = 0; i < 20; i++) {
            Estate.say(estate.p, 700 + i);
        }
        estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("other.trn"));
        assertThat(estate.b.refused("RESTORE LOG [mgc] FROM DISK = " + Estate.file("other.trn") + " WITH NORECOVERY"))
                .containsExactly(4330, 3013);
    }
}
