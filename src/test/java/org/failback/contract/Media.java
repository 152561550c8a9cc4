package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.List;
import java.util.Map;

/** Reading what is in backup files. */
final class Media {
    static List<Map<String, Object>> headers(Client client, String file) {
        return client.ask("RESTORE HEADERONLY FROM DISK = ?", file).rows();
    }

    @Promise(source = "RESTORE HEADERONLY (Transact-SQL), Result sets: BackupType")
    void theHeaderTellsAFullBackupFromALog(Scene scene) {
        String database = scene.database(scene.first);
        Map<String, Object> full =
                headers(scene.two, scene.backUp(scene.first, database)).get(0);
        Map<String, Object> log =
                headers(scene.two, scene.backUpLog(scene.first, database)).get(0);
        assertThat(((Number) full.get("backuptype")).intValue()).isEqualTo(1);
        assertThat(((Number) log.get("backuptype")).intValue()).isEqualTo(2);
        assertThat(full.get("databasename")).isEqualTo(database);
        assertThat(String.valueOf(full.get("servername"))).isEqualToIgnoringCase(scene.first.name());
        assertThat(full.get("hasbackupchecksums")).isEqualTo(true);
        assertThat(full.get("backupname")).isEqualTo("full");
        assertThat(full.get("backupdescription")).isEqualTo("contract");
    }

    @Promise(source = "RESTORE FILELISTONLY (Transact-SQL), Result sets")
    void theListOfFilesHasNamesPathsTypesAndSizes(Scene scene) {
        String database = scene.database(scene.first);
        List<Map<String, Object>> files = scene.two
                .ask("RESTORE FILELISTONLY FROM DISK = ?", scene.backUp(scene.first, database))
                .rows();
        assertThat(files).extracting(row -> row.get("type").toString().strip()).containsExactly("D", "L");
        assertThat(files)
                .extracting(row -> row.get("logicalname").toString())
                .allMatch(name -> name.startsWith(database));
        assertThat(files).allSatisfy(row -> {
            assertThat(((Number) row.get("size")).longValue()).isPositive();
            assertThat(row.get("physicalname").toString()).contains(database);
        });
    }

    @Promise(source = "RESTORE VERIFYONLY (Transact-SQL); RESTORE arguments, CHECKSUM")
    void whatHasNoChecksumsIsNotVerifiedByThem(Scene scene) {
        String database = scene.database(scene.first);
        String with = scene.backUp(scene.first, database);
        String without = scene.file();
        scene.one.ask("BACKUP DATABASE [" + database + "] TO DISK = N'" + without + "' WITH NO_CHECKSUM, NOINIT");
        scene.one.ask(
                "RESTORE VERIFYONLY FROM DISK = N'" + with + "' WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5");
        scene.refusedInJobsToo(
                scene.first,
                "RESTORE VERIFYONLY FROM DISK = N'" + without + "' WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5",
                error(3187, 16),
                error(3013, 16));
    }

    @Promise(source = "experience: VERIFYONLY reads and enters nothing")
    void verifyingLeavesNoTraceInMsdb(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.two.ask(
                "RESTORE VERIFYONLY FROM DISK = N'" + file + "' WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5");
        assertThat(scene.two
                        .ask(
                                "SELECT restore_history_id FROM msdb.dbo.restorehistory WHERE destination_database_name = N'"
                                        + database + "' AND restore_type <> 'V'")
                        .rows())
                .isEmpty();
    }

    @Promise(source = "Database Engine events and errors, 3241")
    void aFileThatIsNoBackupIsRefused(Scene scene) {
        String database = scene.database(scene.first);
        String path = scene.one
                .ask("SELECT physical_name FROM sys.master_files WHERE database_id = DB_ID(N'" + database
                        + "') AND type_desc = N'ROWS'")
                .text();
        scene.one.ask("ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.refusedInJobsToo(
                scene.first,
                "RESTORE VERIFYONLY FROM DISK = N'" + path + "' WITH FILE = 1, CHECKSUM, STOP_ON_ERROR, STATS = 5",
                error(3241, 16),
                error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3201")
    void aFileThatIsNotThereCannotBeOpened(Scene scene) {
        scene.refused(
                scene.one,
                "RESTORE HEADERONLY FROM DISK = N'" + scene.inFolder(scene.name()) + "'",
                error(3201, 16),
                error(3013, 16));
    }
}
