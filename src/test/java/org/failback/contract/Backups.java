package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.List;
import java.util.Map;

/** Taking backups. */
final class Backups {
    private static final String SETS =
            "SELECT b.backup_set_uuid, b.position, b.type, b.has_backup_checksums, b.is_copy_only,"
                    + " b.is_force_offline, b.server_name, b.family_guid, b.name, f.physical_device_name FROM msdb.dbo.backupset b"
                    + " JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = b.media_set_id WHERE b.database_name = N'%s'"
                    + " ORDER BY b.backup_set_id";

    static List<Map<String, Object>> sets(Client client, String database) {
        return client.ask(SETS.formatted(database)).rows();
    }

    @Promise(source = "backupset (Transact-SQL), backupmediafamily (Transact-SQL)")
    void aBackupIsEnteredInMsdbWithTheIdThatItsHeaderHas(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        Map<String, Object> set = sets(scene.one, database).get(0);
        assertThat(set.get("type")).isEqualTo("D");
        assertThat(set.get("position")).isEqualTo(1);
        assertThat(set.get("has_backup_checksums")).isEqualTo(true);
        assertThat(set.get("is_copy_only")).isEqualTo(false);
        assertThat(set.get("physical_device_name")).isEqualTo(file);
        assertThat(String.valueOf(set.get("server_name"))).isEqualToIgnoringCase(scene.first.name());
        Map<String, Object> header = Media.headers(scene.one, file).get(0);
        assertThat(header.get("backupsetguid")).isEqualTo(set.get("backup_set_uuid"));
        assertThat(header.get("familyguid")).isEqualTo(set.get("family_guid"));
    }

    @Promise(source = "BACKUP (Transact-SQL), Media set options: NOINIT")
    void aBackupWithNoinitIsAppendedToTheFile(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.one.ask("BACKUP DATABASE [" + database + "] TO DISK = N'" + file + "' WITH " + Scene.options("second"));
        assertThat(Media.headers(scene.one, file))
                .extracting(row -> row.get("position").toString())
                .containsExactly("1", "2");
        assertThat(sets(scene.one, database))
                .extracting(row -> row.get("position"))
                .containsExactly(1, 2);
    }

    @Promise(source = "BACKUP (Transact-SQL), COPY_ONLY; Copy-only backups")
    void aCopyOnlyBackupLeavesTheChainOfLogBackupsAlone(Scene scene) {
        String database = scene.database(scene.first);
        scene.refusedInJobsToo(
                scene.first,
                "BACKUP LOG [" + database + "] TO DISK = N'" + scene.file() + "' WITH " + Scene.options("none"),
                error(4214, 16),
                error(3013, 16));
        String copy = scene.file();
        scene.one.ask("BACKUP DATABASE [" + database + "] TO DISK = N'" + copy + "' WITH COPY_ONLY, "
                + Scene.options("copy"));
        assertThat(sets(scene.one, database).get(0).get("is_copy_only")).isEqualTo(true);
        String full = scene.backUp(scene.first, database);
        scene.one.ask("BACKUP DATABASE [" + database + "] TO DISK = N'" + scene.file() + "' WITH COPY_ONLY, "
                + Scene.options("copy"));
        scene.write(scene.first, database, 2);
        String log = scene.backUpLog(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, full, "NORECOVERY"));
        scene.two.ask(Scene.restoreLog(restored, log, "RECOVERY"));
        assertThat(scene.rows(scene.second, restored)).isEqualTo(2);
    }

    @Promise(source = "BACKUP (Transact-SQL), Log-specific options: NORECOVERY")
    void theTailOfTheLogLeavesTheDatabaseRestoring(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.backUpTail(scene.first, database);
        assertThat(scene.state(scene.first, database)).isEqualTo("RESTORING");
        assertThat(sets(scene.one, database).get(1).get("type")).isEqualTo("L");
        assertThat(sets(scene.one, database).get(1).get("is_force_offline")).isEqualTo(true);
        scene.refused(scene.one, "USE [" + database + "]", error(927, 14));
    }

    @Promise(source = "RESTORE (Transact-SQL), RECOVERY: a database is recovered without restoring data")
    void aDatabaseWhoseTailWasTakenComesBackWithRecovery(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        scene.backUpTail(scene.first, database);
        scene.one.ask("RESTORE DATABASE [" + database + "] WITH RECOVERY");
        assertThat(scene.state(scene.first, database)).isEqualTo("ONLINE");
        assertThat(scene.rows(scene.first, database)).isEqualTo(1);
    }

    @Promise(source = "experience; BACKUP (Transact-SQL), NORECOVERY puts the database out of use")
    void theTailIsNotTakenWhileSomebodyStandsInTheDatabase(Scene scene) {
        String database = scene.database(scene.first);
        scene.backUp(scene.first, database);
        Client inside = scene.closing(scene.first.another(database));
        String tail = "BACKUP LOG [" + database + "] TO DISK = N'" + scene.file() + "' WITH NORECOVERY, "
                + Scene.options("tail");
        scene.refusedInJobsToo(scene.first, tail, error(3101, 16), error(3013, 16));
        inside.close();
        Scene.await(() -> scene.one.run(tail).errors().isEmpty(), "the database to be free");
        assertThat(scene.state(scene.first, database)).isEqualTo("RESTORING");
    }

    @Promise(source = "BACKUP (Transact-SQL), BACKUP LOG; Database Engine events and errors, 4208")
    void theLogIsNotBackedUpInTheSimpleModel(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("ALTER DATABASE [" + database + "] SET RECOVERY SIMPLE");
        scene.refusedInJobsToo(
                scene.first,
                "BACKUP LOG [" + database + "] TO DISK = N'" + scene.file() + "' WITH NORECOVERY, "
                        + Scene.options("tail"),
                error(4208, 16),
                error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 911 and 3201")
    void aBackupThatCannotBeTakenSaysWhy(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.inFolder(scene.name() + (scene.inFolder("").startsWith("/") ? "/" : "\\") + "none.bak");
        scene.refusedInJobsToo(
                scene.first,
                "BACKUP DATABASE [" + database + "] TO DISK = N'" + file + "' WITH " + Scene.options("none"),
                error(3201, 16),
                error(3013, 16));
        scene.refusedInJobsToo(
                scene.first,
                "BACKUP DATABASE [" + scene.name() + "] TO DISK = N'" + scene.file() + "' WITH "
                        + Scene.options("none"),
                error(911, 16),
                error(3013, 16));
    }

    @Promise(source = "BACKUP (Transact-SQL), Permissions")
    void aBackupNeedsAPermission(Scene scene) {
        String database = scene.database(scene.first);
        Client stranger = scene.stranger(scene.first);
        Said said = stranger.run(
                "BACKUP DATABASE [" + database + "] TO DISK = N'" + scene.file() + "' WITH " + Scene.options("none"));
        assertThat(said.errors()).isNotEmpty();
        assertThat(said.errors().get(said.errors().size() - 1).number()).isEqualTo(3013);
        assertThat(sets(scene.one, database)).isEmpty();
    }
}
