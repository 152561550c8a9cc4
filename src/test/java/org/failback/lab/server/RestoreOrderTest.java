package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups in the wrong order, for the wrong database or to the wrong place. */
class RestoreOrderTest {
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

    private static String log(String file, String with) {
        return "RESTORE LOG [mgc] FROM DISK = " + Estate.file(file) + " WITH " + with;
    }

    @Test
    void aChangeOfTheRecoveryModelIsAGapThatNoLogBridges() {
        estate.backUp("one.bak", "FORMAT");
        estate.b.run("ALTER DATABASE [mgc] SET RECOVERY SIMPLE; ALTER DATABASE [mgc] SET RECOVERY FULL");
        assertThat(estate.b.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("none.trn")))
                .containsExactly(4214, 3013);
        Estate.say(estate.b, 241);
        estate.backUp("two.bak", "FORMAT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("two.trn"));

        estate.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
        assertThat(estate.p.refused(log("two.trn", "NORECOVERY"))).containsExactly(4312, 3013);
        estate.p.run(Estate.restore("two.bak", "REPLACE, NORECOVERY"));
        estate.p.run(log("two.trn", "RECOVERY"));
    }

    @Test
    void aMissingLogIsAnotherMatter() {
        estate.backUp("one.bak", "FORMAT");
        Estate.say(estate.b, 241);
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("lost.trn"));
        Estate.say(estate.b, 242);
        estate.backUp("two.bak", "FORMAT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("two.trn"));
        estate.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("two.trn")).columns)
                .contains("BeginsLogChain");
        assertThat(estate.p.refused(log("two.trn", "NORECOVERY"))).containsExactly(4305, 3013);
        estate.p.run(log("lost.trn", "NORECOVERY"));
        estate.p.run(log("two.trn", "RECOVERY"));
    }

    @Test
    void aLogThatEndsInsideTheFullBackupIsTooLittleToRecoverWith() throws Exception {
        Estate slow = new Estate(SqlEstate.afterFailover(64, 0, java.time.Clock.systemUTC()));
        try (slow;
                Client other = Client.acting(slow.backup)) {
            slow.unmirror();
            slow.backUp("zero.bak", "FORMAT");
            slow.b.run("EXEC lab.dbo.stall_next @like = N'BACKUP DATABASE%', @at_percent = 50");
            Thread full = new Thread(() -> slow.backUp("one.bak", "FORMAT"));
            full.start();
            other.await("EXISTS (SELECT 1 FROM sys.dm_exec_requests WHERE percent_complete >= 50)");
            Estate.say(other, 241);
            other.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("inside.trn"));
            Estate.say(other, 242);
            other.run("EXEC lab.dbo.release");
            full.join();

            slow.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
            assertThat(slow.p.refused(log("inside.trn", "RECOVERY"))).containsExactly(4318, 3013);
            slow.p.run(log("inside.trn", "NORECOVERY"));
            slow.p.run("RESTORE DATABASE [mgc] WITH RECOVERY");
            assertThat(Estate.messages(slow.p)).isEqualTo(242);
        }
    }

    @Test
    void aBackupUnderAnotherNameWantsReplace() {
        estate.backUp("one.bak", "FORMAT");
        String copy = "RESTORE DATABASE [copy] FROM DISK = " + Estate.file("one.bak")
                + " WITH NORECOVERY, MOVE N'mgc_data' TO N'D:\\Backup\\copy.mdf',"
                + " MOVE N'mgc_log' TO N'D:\\Backup\\copy.ldf'";
        estate.p.run(copy);
        assertThat(estate.p.refused(copy)).containsExactly(3141, 3013);
    }

    @Test
    void aFolderThatMayBeSeenAndNotWrittenIsToldApartFromOneThatMayNot() {
        estate.backUp("one.bak", "FORMAT");
        String deny = "EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlp01', @path = N'D:\\CsData', @right = ";
        estate.p.run(deny + "N'write'");
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3634, 3156, 3119, 3013);
        estate.p.run(deny + "N'read'");
        Client.Result refused = estate.p.batch(Estate.restore("one.bak", "REPLACE"));
        assertThat(refused.errors()).containsExactly(5133, 3156, 3119, 3013);
        assertThat(refused.text()).contains("5(Access is denied.)");
    }

    @Test
    void aDatabaseComesBackOnlineOnlyWithItsFiles() {
        estate.p.run("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        estate.p.run("EXEC lab.dbo.lose_file @path = N'D:\\CsData\\BackendStore\\LYNC\\DbPath\\mgc.mdf'");
        assertThat(estate.p.refused("ALTER DATABASE [mgc] SET ONLINE")).containsExactly(5120, 5181, 5069);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("OFFLINE");
        assertThat(estate.p.refused("USE mgc")).containsExactly(942);
    }
}
