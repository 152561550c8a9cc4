package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mirroring, and what a login without rights sees of it. */
class MirroringTest {
    private static final String LOOK = "SELECT d.state_desc, m.mirroring_role_desc, m.mirroring_state_desc,"
            + " m.mirroring_partner_instance FROM sys.databases d"
            + " JOIN sys.database_mirroring m ON m.database_id = d.database_id WHERE d.name = N'mgc'";
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
    void theFailoverLeftABMirroredToBm() {
        assertThat(estate.b.run(LOOK).rows.get(0))
                .containsExactly("ONLINE", "PRINCIPAL", "SYNCHRONIZED", "SQLB02\\LYNC");
        assertThat(estate.bm.run(LOOK).rows.get(0))
                .containsExactly("RESTORING", "MIRROR", "SYNCHRONIZED", "SQLB01\\LYNC");
        assertThat(estate.p.run(LOOK).rows.get(0)).containsExactly("ONLINE", null, null, null);
        assertThat(estate.bm.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(954);
    }

    @Test
    void toAReaderAMirrorLooksAsIfItWereNotMirrored() {
        try (Client reader = Client.looking(estate.backupMirror)) {
            assertThat(reader.value(
                            "SELECT mirroring_guid FROM sys.database_mirroring WHERE database_id = DB_ID(N'mgc')"))
                    .isNull();
            assertThat(reader.value("SELECT IS_SRVROLEMEMBER('sysadmin')")).isEqualTo(0);
        }
        try (Client reader = Client.looking(estate.backup)) {
            assertThat(reader.run(LOOK).rows.get(0)).contains("PRINCIPAL");
        }
    }

    @Test
    void removingItOnThePrincipalFreesBothAndLeavesTheMirrorRestoring() {
        Estate.say(estate.b, 241);
        estate.unmirror();
        assertThat(estate.b.run(LOOK).rows.get(0)).containsExactly("ONLINE", null, null, null);
        assertThat(estate.bm.run(LOOK).rows.get(0)).containsExactly("RESTORING", null, null, null);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET PARTNER OFF")).startsWith(1416);

        estate.bm.run("RESTORE DATABASE [mgc] WITH RECOVERY");
        assertThat(Estate.messages(estate.bm))
                .as("the copy that anyone can bring online")
                .isEqualTo(241);
    }

    @Test
    void itCanBeRemovedOnTheMirrorToo() {
        estate.bm.run("ALTER DATABASE [mgc] SET PARTNER OFF");
        assertThat(estate.b.run(LOOK).rows.get(0)).containsExactly("ONLINE", null, null, null);
    }

    @Test
    void aFailoverChangesRolesAndEndsTheSessionsOfTheOldPrincipal() {
        try (Client inside = Client.login(estate.backup, "failback", "mgc")) {
            estate.b.run("ALTER DATABASE [mgc] SET PARTNER FAILOVER");
            assertThat(inside.batch("SELECT 1").dropped).isTrue();
        }
        assertThat(estate.bm.run(LOOK).rows.get(0)).startsWith("ONLINE", "PRINCIPAL");
        assertThat(Estate.messages(estate.bm)).isEqualTo(240);
        assertThat(estate.b.refused("SELECT COUNT(*) FROM mgc.dbo.tblChat")).containsExactly(954);
    }

    @Test
    void aMirroredDatabaseGoesNeitherOfflineNorSingleUser() {
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET OFFLINE WITH ROLLBACK IMMEDIATE"))
                .containsExactly(1468, 5069);
        assertThat(estate.b.refused("ALTER DATABASE [mgc] SET SINGLE_USER WITH ROLLBACK IMMEDIATE"))
                .containsExactly(1468, 5069);
    }

    @Test
    void aFullBackupAloneIsNoMirror() {
        Client pm = Client.acting(estate.primaryMirror);
        estate.p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("m.bak") + " WITH INIT");
        String toMirror = "ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp02.dc1.lab.example:5022'";
        try (pm) {
            pm.run("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("m.bak") + " WITH NORECOVERY;"
                    + " ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp01.dc1.lab.example:5022'");
            assertThat(estate.p.refused(toMirror)).containsExactly(1478);

            estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("m.trn") + " WITH INIT");
            pm.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("m.trn") + " WITH NORECOVERY");
            estate.p.run(toMirror);
        }
    }

    @Test
    void mirroringIsSetUpAnewFromAFullAndALogBackup() {
        Client pm = Client.acting(estate.primaryMirror);
        estate.p.run("BACKUP DATABASE [mgc] TO DISK = " + Estate.file("m.bak") + " WITH INIT");
        Estate.say(estate.p, 1);
        estate.p.run("BACKUP LOG [mgc] TO DISK = " + Estate.file("m.trn") + " WITH INIT");
        String toPrimary = "ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp01.dc1.lab.example:5022'";
        String toMirror = "ALTER DATABASE [mgc] SET PARTNER = N'TCP://sqlp02.dc1.lab.example:5022'";
        try (pm) {
            assertThat(estate.p.refused(toMirror)).containsExactly(1418);
            pm.run("RESTORE DATABASE [mgc] FROM DISK = " + Estate.file("m.bak") + " WITH NORECOVERY");
            pm.run(toPrimary);
            assertThat(estate.p.refused(toMirror))
                    .as("the log backup is missing on the mirror")
                    .containsExactly(1412);
            pm.run("RESTORE LOG [mgc] FROM DISK = " + Estate.file("m.trn") + " WITH NORECOVERY");
            estate.p.run(toMirror);

            assertThat(estate.p.run(LOOK).rows.get(0))
                    .containsExactly("ONLINE", "PRINCIPAL", "SYNCHRONIZED", "SQLP02\\LYNC");
            assertThat(pm.run(LOOK).rows.get(0)).startsWith("RESTORING", "MIRROR");
        }
    }
}
