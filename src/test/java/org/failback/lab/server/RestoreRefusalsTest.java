package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What BACKUP and RESTORE refuse, with the chains of errors that say so. */
class RestoreRefusalsTest {
    private Estate estate;

    @BeforeEach
    void failOver() {
        estate = new Estate();
    }

    @AfterEach
    void end() {
        estate.close();
    }

    private void backedUp() {
        estate.unmirror();
        estate.backUp("one.bak", "FORMAT, INIT");
    }

    @Test
    void aDatabaseOfAnotherFamilyIsProtectedUntilReplace() {
        backedUp();
        assertThat(estate.p.refused(Estate.restore("one.bak", "RECOVERY"))).containsExactly(3154, 3013);
        assertThat(Estate.messages(estate.p)).isZero();
    }

    @Test
    void aTailThatNobodyBackedUpIsProtectedUntilReplace() {
        backedUp();
        String again = "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak") + " WITH RECOVERY";
        assertThat(estate.b.refused(again)).containsExactly(3159, 3013);

        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        estate.b.run(again);
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
    }

    @Test
    void thePathsOfTheBackupSideDoNotExistOnThePrimary() {
        backedUp();
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak") + " WITH REPLACE"))
                .containsExactly(5133, 3156, 3119, 3013);
        assertThat(estate.primary.databaseState("mgc"))
                .as("nothing has happened")
                .isEqualTo("ONLINE");
    }

    @Test
    void aFileOfAnotherDatabaseIsNotOverwritten() {
        backedUp();
        String onto = "RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak")
                + " WITH REPLACE, MOVE N'mgc_data' TO N'D:\\CsData\\BackendStore\\LYNC\\DbPath\\mgccomp.mdf',"
                + " MOVE N'mgc_log' TO N'D:\\CsData\\BackendStore\\LYNC\\LogPath\\mgc.ldf'";
        assertThat(estate.p.refused(onto)).containsExactly(1834, 3156, 3119, 3013);
    }

    @Test
    void anUnknownLogicalNameIsRefused() {
        backedUp();
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak")
                        + " WITH REPLACE, MOVE N'nothing' TO N'D:\\x.mdf'"))
                .containsExactly(3234, 3013);
    }

    @Test
    void aMirroredDatabaseIsNotOverwritten() {
        assertThat(estate.b.refused("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("x.bak") + " WITH REPLACE"))
                .containsExactly(3104, 3013);
        Estate mirrored = new Estate(SqlEstate.afterFailoverWithMirroredPrimary(64, 0, Clock.systemUTC()));
        try (mirrored) {
            assertThat(mirrored.p.refused(Estate.restore("x.bak", "REPLACE"))).containsExactly(3104, 3013);
            mirrored.p.run("ALTER DATABASE [mgc] SET PARTNER OFF");
            assertThat(mirrored.p.refused(Estate.restore("x.bak", "REPLACE"))).containsExactly(3201, 3013);
        }
    }

    @Test
    void aDatabaseInUseIsNotOverwritten() throws Exception {
        backedUp();
        try (Client other = Client.login(estate.primary, "failback", "mgc")) {
            assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3101, 3013);
            assertThat(other.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3102, 3013);
        }
    }

    @Test
    void aRestoreInsideATransactionIsRefused() {
        backedUp();
        assertThat(estate.p.refused("BEGIN TRANSACTION; " + Estate.restore("one.bak", "REPLACE")))
                .startsWith(3021);
        estate.p.run("IF @@TRANCOUNT > 0 ROLLBACK");
        assertThat(estate.b.refused("BEGIN TRANSACTION; BACKUP DATABASE [mgc] TO DISK = " + Estate.file("two.bak")))
                .startsWith(3021);
    }

    @Test
    void checksumsThatWereNotTakenCannotBeAskedFor() {
        backedUp();
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE, CHECKSUM")))
                .containsExactly(3187, 3013);
    }

    @Test
    void aDatabaseThatIsOnlineIsFullyRecovered() {
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(3153, 3013);
    }

    @Test
    void aMissingFileAndAMissingFolderAreToldApart() {
        assertThat(estate.p
                        .batch("RESTORE HEADERONLY FROM DISK = " + Estate.file("none.bak"))
                        .text())
                .contains("3201", "Operating system error 2(");
        assertThat(estate.p
                        .batch("RESTORE HEADERONLY FROM DISK = " + Estate.file("no\\none.bak"))
                        .text())
                .contains("Operating system error 3(");
        assertThat(estate.p
                        .batch("RESTORE HEADERONLY FROM DISK = N'\\\\nowhere\\x\\none.bak'")
                        .text())
                .contains("Operating system error 53(");
        assertThat(estate.p
                        .batch("RESTORE HEADERONLY FROM DISK = N'\\\\files01.dc1.lab.example\\x\\none.bak'")
                        .text())
                .contains("Operating system error 67(");
    }

    @Test
    void theEngineAccountNeedsItsRightsOnTheShare() {
        estate.unmirror();
        estate.b.run("EXEC lab.dbo.deny_access @identity = N'LAB\\svc-sql-sqlb01', @path = N'" + Estate.SHARE
                + "', @right = N'write'");
        Client.Result refused = estate.b.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak"));
        assertThat(refused.errors()).containsExactly(3201, 3013);
        assertThat(refused.text()).contains("Operating system error 5(");

        estate.b.run("EXEC lab.dbo.forget_faults");
        estate.backUp("one.bak", "INIT");
    }

    @Test
    void aFullShareEndsTheBackup() {
        estate.unmirror();
        estate.b.run("EXEC lab.dbo.fill_disk @path = N'" + Estate.SHARE + "', @mb_left = 10");
        Client.Result refused = estate.b.batch("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("one.bak"));
        assertThat(refused.errors()).containsExactly(3202, 3013);
        assertThat(refused.text()).contains("112(");
        assertThat(estate.p.refused("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")))
                .as("a file that holds no set")
                .containsExactly(3254, 3013);
    }

    @Test
    void aDriveWithoutRoomTakesNoDatabase() {
        backedUp();
        estate.p.run("EXEC lab.dbo.fill_disk @path = N'D:\\', @mb_left = 1");
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3257, 3119, 3013);
    }

    @Test
    void aMirrorAndADatabaseThatIsRestoringCannotBeBackedUp() {
        assertThat(estate.bm.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("m.bak")))
                .containsExactly(954, 3013);
        estate.unmirror();
        assertThat(estate.bm.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("m.bak")))
                .containsExactly(927, 3013);
        assertThat(estate.bm.refused("ALTER DATABASE [mgc] SET MULTI_USER")).containsExactly(5052, 5069);
    }

    @Test
    void theTailNeedsTheDatabaseForItselfAndNoMirror() {
        estate.b.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
        estate.unmirror();
        try (Client other = Client.login(estate.backup, "failback", "mgc")) {
            assertThat(estate.b.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY"))
                    .containsExactly(3101, 3013);
            assertThat(other.id()).isPositive();
        }
    }

    @Test
    void aFreshDatabaseHasNoLogChain() {
        assertThat(estate.p.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("p.trn")))
                .containsExactly(4214, 3013);
        estate.p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("p.bak") + " WITH COPY_ONLY");
        assertThat(estate.p.refused("BACKUP LOG [mgc] TO DISK = " + Estate.file("p.trn")))
                .containsExactly(4214, 3013);
        assertThat(estate.p.refused("BACKUP LOG [lab] TO DISK = " + Estate.file("l.trn")))
                .containsExactly(4208, 3013);
    }

    @Test
    void theReaderMayNeitherBackUpNorRestoreNorAlter() {
        backedUp();
        try (Client reader = Client.looking(estate.backup)) {
            assertThat(reader.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("r.bak")))
                    .containsExactly(262, 3013);
            assertThat(reader.refused("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("one.bak")))
                    .as("to read the header it may, for which the right to create databases is asked")
                    .containsExactly(3110, 3013);
            assertThat(reader.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak")).rows)
                    .hasSize(1);
            assertThat(reader.refused("ALTER DATABASE [mgc] SET OFFLINE")).containsExactly(5011, 5069);
            assertThat(reader.refused("KILL 51")).containsExactly(6102);
            assertThat(reader.refused("EXEC msdb.dbo.sp_add_job @job_name = N'x'"))
                    .containsExactly(229);
        }
    }
}
