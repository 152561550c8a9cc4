package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which log fits onto which database. */
class LogChainTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
        estate.unmirror();
        estate.backUp("full.bak", "FORMAT, INIT");
        estate.p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void log(String file, String with) {
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file(file) + " WITH INIT" + with);
    }

    private static String apply(String file, String with) {
        return "RESTORE LOG [mgc] FROM DISK = " + Estate.file(file) + " WITH " + with;
    }

    @Test
    void aLogThatSomebodyElseTookInBetweenIsMissed() {
        Estate.say(estate.b, 241);
        log("stolen.trn", "");
        Estate.say(estate.b, 242);
        log("tail.trn", ", NORECOVERY");

        estate.p.run(Estate.restore("full.bak", "REPLACE, NORECOVERY"));
        assertThat(estate.p.refused(apply("tail.trn", "RECOVERY"))).containsExactly(4305, 3013);
        estate.p.run(apply("stolen.trn", "NORECOVERY"));
        estate.p.run(apply("tail.trn", "RECOVERY"));
        assertThat(Estate.messages(estate.p)).isEqualTo(242);
    }

    @Test
    void aLogFromBeforeTheFullBackupIsTooEarly() {
        log("early.trn", "");
        Estate.say(estate.b, 241);
        estate.backUp("later.bak", "FORMAT, INIT");
        estate.p.run(Estate.restore("later.bak", "REPLACE, NORECOVERY"));

        assertThat(estate.p.refused(apply("early.trn", "RECOVERY"))).containsExactly(4326, 3013);
    }

    @Test
    void aDatabaseThatIsOnlineTakesNoLog() {
        log("one.trn", "");
        assertThat(estate.b.refused(apply("one.trn", "RECOVERY"))).containsExactly(3117, 3013);
        assertThat(estate.p.refused("RESTORE LOG [nobody] FROM DISK = " + Estate.file("one.trn")))
                .containsExactly(3118, 3013);
    }

    @Test
    void afterTheTailTheOldSideFollowsTheNewOneWithoutAFullBackup() {
        log("tail.trn", ", NORECOVERY");
        estate.p.run(Estate.restore("full.bak", "REPLACE, NORECOVERY"));
        estate.p.run(apply("tail.trn", "RECOVERY"));
        Estate.say(estate.p, 700);
        estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("p.trn") + " WITH INIT");

        estate.b.run(apply("p.trn", "RECOVERY"));
        assertThat(estate.b.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID = 700"))
                .isEqualTo(1);
    }

    @Test
    void onceBothSidesHaveGoneTheirOwnWayTheirLogsNoLongerFit() {
        log("tail.trn", ", NORECOVERY");
        estate.p.run(Estate.restore("full.bak", "REPLACE, NORECOVERY"));
        estate.p.run(apply("tail.trn", "RECOVERY"));
        estate.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        Estate.say(estate.b, 800);
        log("own.trn", ", NORECOVERY");
        for (int i = 0; i < 20; i++) {
            Estate.say(estate.p, 900 + i);
        }
        estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("p.trn") + " WITH INIT");

        assertThat(estate.b.refused(apply("p.trn", "RECOVERY"))).containsExactly(4330, 3013);
    }

    @Test
    void aLogSetIsNoDatabaseSet() {
        log("one.trn", "");
        assertThat(estate.p.refused(Estate.restore("one.trn", "REPLACE"))).containsExactly(3135, 3013);
    }
}
