package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.failback.lab.tds.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one instance can restore depends on what it is: its version, its edition, its certificates. */
class VersionsAndEditionsTest {
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
    void aBackupOfANewerVersionIsNotRestored() {
        estate.b.run("EXEC lab.dbo.install_version @version = N'11.0.7001.0', @level = N'SP4'");
        assertThat(estate.b.value("SELECT CONVERT(nvarchar(50), SERVERPROPERTY('ProductVersion'))"))
                .isEqualTo("11.0.7001.0");
        estate.backUp("one.bak", "FORMAT");
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(3169, 3013);

        estate.p.run("EXEC lab.dbo.install_version @version = N'11.0.7001.0', @level = N'SP4'");
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
    }

    @Test
    void aSystemDatabaseOfAnotherBuildIsNotRestored() {
        estate.b.run("BACKUP DATABASE [msdb] TO DISK = " + Estate.file("msdb.bak"));
        estate.p.run("EXEC lab.dbo.install_version @version = N'10.50.6529.0', @level = N'SP3'");
        assertThat(estate.p.refused("RESTORE VERIFYONLY FROM DISK = " + Estate.file("msdb.bak")))
                .containsExactly(3168, 3013);
    }

    @Test
    void anEncryptedDatabaseNeedsItsCertificate() {
        estate.b.run("EXEC lab.dbo.encrypt_database @database = N'mgc'");
        assertThat(estate.b.value("SELECT is_encrypted FROM sys.databases WHERE name = N'mgc'"))
                .isEqualTo(true);
        assertThat(estate.b.value("SELECT encryption_state FROM sys.dm_database_encryption_keys"
                        + " WHERE database_id = DB_ID(N'mgc')"))
                .isEqualTo(3);
        estate.backUp("one.bak", "FORMAT");
        estate.p.run("RESTORE HEADERONLY FROM DISK = " + Estate.file("one.bak"));
        assertThat(estate.p.refused("RESTORE FILELISTONLY FROM DISK = " + Estate.file("one.bak")))
                .containsExactly(33111, 3013);
        assertThat(estate.p.refused(Estate.restore("one.bak", "REPLACE"))).containsExactly(33111, 3013);
        assertThat(estate.primary.databaseState("mgc")).isEqualTo("ONLINE");

        estate.p.run("EXEC lab.dbo.import_certificates @from_server = N'SQLB01\\LYNC'");
        estate.p.run(Estate.restore("one.bak", "REPLACE"));
        assertThat(estate.p.value("SELECT is_encrypted FROM sys.databases WHERE name = N'mgc'"))
                .isEqualTo(true);
    }

    @Test
    void compressedPagesAreOpenedByTheEnterpriseEditionOnly() {
        estate.b.run("EXEC lab.dbo.install_version @version = N'10.50.6000.34', @level = N'SP3',"
                + " @edition = N'Enterprise Edition (64-bit)'");
        estate.b.run("EXEC lab.dbo.compress_database @database = N'mgc'");
        assertThat(estate.b.value("SELECT feature_name FROM mgc.sys.dm_db_persisted_sku_features"))
                .isEqualTo("Compression");
        estate.backUp("one.bak", "FORMAT");
        Client.Result refused = estate.p.batch(Estate.restore("one.bak", "REPLACE"));
        assertThat(refused.errors()).containsExactly(3167, 3013, 909, 933);
        assertThat(refused.messages)
                .filteredOn(Message::isError)
                .extracting(Message::severity)
                .containsExactly(16, 16, 21, 21);
        assertThat(estate.primary.databaseState("mgc"))
                .as("what was there is gone")
                .isEqualTo("RESTORING");
        assertThat(estate.p.refused("RESTORE DATABASE [mgc] WITH RECOVERY")).containsExactly(3167, 3013, 909, 933);
        estate.p.run(Estate.restore("one.bak", "REPLACE, NORECOVERY"));
    }

    @Test
    void aLaterVersionRefusesToBackUpAMirrorInOtherWords() {
        try (Estate mirrored = new Estate()) {
            String backup = "BACKUP DATABASE [mgc] TO DISK = " + Estate.file("m.bak");
            assertThat(mirrored.bm.refused(backup)).containsExactly(954, 3013);
            mirrored.bm.run("EXEC lab.dbo.install_version @version = N'13.0.5026.0', @level = N'SP2'");
            assertThat(mirrored.bm.refused(backup)).containsExactly(3059, 3013);
        }
    }

    @Test
    void aVersionThatTheLabDoesNotKnowIsRefused() {
        assertThat(estate.b.refused("EXEC lab.dbo.install_version @version = N'16.0.1000.6'"))
                .containsExactly(50000);
    }
}
