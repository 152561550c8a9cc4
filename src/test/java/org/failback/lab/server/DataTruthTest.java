package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backup holds and what a restore destroys. */
class DataTruthTest {
    private static final String OFFLINE = "ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE";
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

    @Test
    void aBackupHoldsTheDataOfItsMomentAndARestoreBringsExactlyThat() {
        estate.backUp("one.bak", "FORMAT, INIT, CHECKSUM");
        Estate.say(estate.b, 241);

        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE, RECOVERY, CHECKSUM"));

        assertThat(Estate.messages(estate.p)).isEqualTo(240);
        assertThat(Estate.messages(estate.b)).isEqualTo(241);
        assertThat(estate.p.value("SELECT MAX(chatDate) FROM mgc.dbo.tblChat"))
                .isEqualTo(estate.b.value("SELECT MAX(chatDate) FROM mgc.dbo.tblChat WHERE chatID <= 240"));
    }

    @Test
    void withoutAFenceBothCopiesAreOnlineAndWhatIsSaidOnTheBackupSideIsLost() {
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE, RECOVERY"));

        Estate.say(estate.b, 241);
        Estate.say(estate.p, 300);

        assertThat(estate.primary.databaseState("mgc")).isEqualTo("ONLINE");
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("ONLINE");
        assertThat(estate.p.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID = 241"))
                .isEqualTo(0);
    }

    @Test
    void theTailCarriesWhatWasSaidAfterTheFullBackupAndClosesTheBackupSide() {
        estate.backUp("full.bak", "FORMAT, INIT, CHECKSUM");
        Estate.say(estate.b, 241);
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH FORMAT, INIT, NORECOVERY");

        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("full.bak", "REPLACE, NORECOVERY"));
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("RESTORING");
        estate.p.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("tail.trn") + " WITH RECOVERY");

        assertThat(Estate.messages(estate.p)).isEqualTo(241);
        assertThat(estate.backup.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(estate.b.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(927);
    }

    @Test
    void theFenceIsLiftedByRecoveryAndTheBackupSideGoesOnWithAllItHad() {
        estate.backUp("full.bak", "FORMAT, INIT");
        estate.b.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("tail.trn") + " WITH NORECOVERY");
        Object fork = estate.b.value(
                "SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id =" + " DB_ID(N'mgc')");

        estate.b.run("RESTORE DATABASE [mgc] WITH RECOVERY");

        assertThat(Estate.messages(estate.b)).isEqualTo(240);
        assertThat(estate.b.value("SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id ="
                        + " DB_ID(N'mgc')"))
                .isNotEqualTo(fork);
    }

    @Test
    void aSecondBackupIntoTheSameFileIsAppendedAndRestoreTakesTheFirst() {
        estate.backUp("same.bak", "NOINIT");
        Estate.say(estate.b, 241);
        estate.backUp("same.bak", "NOINIT");

        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("same.bak")).rows)
                .hasSize(2);
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("same.bak", "REPLACE"));
        assertThat(Estate.messages(estate.p))
                .as("the oldest set, not the newest")
                .isEqualTo(240);

        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("same.bak", "REPLACE, FILE = 2"));
        assertThat(Estate.messages(estate.p)).isEqualTo(241);
        assertThat(estate.p.refused("RESTORE FILELISTONLY FROM DISK = " + Estate.file("same.bak") + " WITH FILE = 3"))
                .containsExactly(4038, 3013);
    }

    @Test
    void aSecondRestoreAfterThePrimaryHasGoneOnDestroysWhatPeopleWroteThere() {
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
        Estate.say(estate.p, 500);

        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE"));

        assertThat(estate.p.value("SELECT COUNT(*) FROM mgc.dbo.tblChat WHERE chatID = 500"))
                .isEqualTo(0);
    }

    @Test
    void initOverwritesTheSetsOfAFile() {
        estate.backUp("same.bak", "NOINIT");
        Estate.say(estate.b, 241);
        estate.backUp("same.bak", "INIT");

        assertThat(estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("same.bak")).rows)
                .hasSize(1);
    }

    @Test
    void aRestoredDatabaseBelongsToWhoRestoredItAndIsNeitherTrustworthyNorABroker() {
        estate.b.run("ALTER DATABASE [mgc] SET TRUSTWORTHY ON");
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE"));

        Client.Result row = estate.p.run("SELECT SUSER_SNAME(owner_sid), is_trustworthy_on, is_broker_enabled,"
                + " recovery_model_desc FROM sys.databases WHERE name = N'mgc'");
        assertThat(row.rows.get(0)).containsExactly("failback", false, false, "FULL");
        estate.p.run("ALTER AUTHORIZATION ON DATABASE::[mgc] TO [sa]");
        assertThat(estate.p.value("SELECT SUSER_SNAME(owner_sid) FROM sys.databases WHERE name = N'mgc'"))
                .isEqualTo("sa");
    }

    @Test
    void theFamilySurvivesARestoreAndTheBindingDoesNot() {
        String family = "SELECT family_guid FROM sys.database_recovery_status WHERE database_id = DB_ID(N'mgc')";
        assertThat(estate.p.value(family)).isNotEqualTo(estate.b.value(family));
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE"));

        assertThat(estate.p.value(family)).isEqualTo(estate.b.value(family));
        String binding = family.replace("family_guid", "database_guid");
        assertThat(estate.p.value(binding)).isNotEqualTo(estate.b.value(binding));
    }

    @Test
    void historyOnThePrimaryNamesTheSetThatWasRestored() {
        estate.backUp("one.bak", "FORMAT, INIT, CHECKSUM, NAME = N'the run', DESCRIPTION = N'by hand'");
        Object uuid = estate.b.value("SELECT backup_set_uuid FROM msdb.dbo.backupset WHERE name = N'the run'");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE, RECOVERY"));

        Client.Result row = estate.p.run("SELECT TOP (1) rh.restore_type, rh.[replace], rh.recovery,"
                + " bs.backup_set_uuid, bs.name, bs.has_backup_checksums, bmf.physical_device_name"
                + " FROM msdb.dbo.restorehistory rh"
                + " JOIN msdb.dbo.backupset bs ON bs.backup_set_id = rh.backup_set_id"
                + " JOIN msdb.dbo.backupmediafamily bmf ON bmf.media_set_id = bs.media_set_id"
                + " WHERE rh.destination_database_name = N'mgc' ORDER BY rh.restore_history_id DESC");
        assertThat(row.rows.get(0)).containsExactly("D", true, true, uuid, "the run", true, Estate.SHARE + "\\one.bak");
    }

    @Test
    void damageOfTheMediumShowsInVerificationAndEndsTheRestoreHalfWay() {
        estate.backUp("one.bak", "FORMAT, INIT, CHECKSUM");
        estate.b.run("EXEC lab.dbo.damage_media @path = " + Estate.file("one.bak"));

        assertThat(estate.p.refused("RESTORE VERIFYONLY FROM DISK = " + Estate.file("one.bak") + " WITH CHECKSUM"))
                .containsExactly(3189, 3013);
        estate.p.run(OFFLINE);
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3183, 3013);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("RESTORING");
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(4319, 3013);
    }

    @Test
    void aDamagedMediumWithoutChecksumsRestoresDamagedPages() {
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.b.run("EXEC lab.dbo.damage_media @path = " + Estate.file("one.bak"));
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("RESTORING");
        estate.p.run("RESTORE DATABASE [mgc] WITH RECOVERY");

        assertThat(estate.primary.databaseState("mgc")).isEqualTo("ONLINE");
        assertThat(estate.p.refused("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS")).containsExactly(8928, 8939);
    }

    @Test
    void corruptionIsFoundByCheckdbAndByABackupWithChecksumOnly() {
        estate.b.run("EXEC lab.dbo.corrupt_database @database = N'mgc'");

        assertThat(estate.b.refused("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS")).containsExactly(8928, 8939);
        assertThat(estate.b.refused("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("a.bak") + " WITH CHECKSUM"))
                .containsExactly(3043, 3013);
        estate.backUp("b.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("b.bak", "REPLACE"));
        assertThat(estate.p.refused("DBCC CHECKDB(N'mgc') WITH NO_INFOMSGS")).containsExactly(8928, 8939);
    }

    @Test
    void aBackupTakenInSingleUserModeRestoresSingleUser() {
        estate.b.run("USE mgc; ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; USE master");
        estate.backUp("one.bak", "FORMAT, INIT");
        estate.p.run(OFFLINE);
        estate.p.run(Estate.restore("one.bak", "REPLACE"));

        assertThat(estate.p.value("SELECT user_access_desc FROM sys.databases WHERE name = N'mgc'"))
                .isEqualTo("SINGLE_USER");
    }
}
