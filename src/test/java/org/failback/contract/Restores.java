package org.failback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failback.contract.Told.error;

import java.util.List;
import java.util.Map;

/** Restoring a full backup, and what stops it. */
final class Restores {
    private static String familyOf(Server server, String database) {
        return server.main()
                .ask("SELECT r.family_guid FROM sys.database_recovery_status r WHERE r.database_id = DB_ID(N'"
                        + database + "')")
                .text();
    }

    @Promise(source = "RESTORE (Transact-SQL); RESTORE arguments, MOVE, RECOVERY, NORECOVERY")
    void aRestoreBringsWhatTheBackupHolds(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, file, "NORECOVERY"));
        assertThat(scene.state(scene.second, restored)).isEqualTo("RESTORING");
        scene.two.ask("RESTORE DATABASE [" + restored + "] WITH RECOVERY");
        assertThat(scene.rows(scene.second, restored)).isEqualTo(1);
    }

    @Promise(source = "sys.database_recovery_status (Transact-SQL), family_guid")
    void theFamilySurvivesARestore(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, file, "REPLACE, RECOVERY"));
        assertThat(familyOf(scene.second, restored)).isEqualTo(familyOf(scene.first, database));
        assertThat(familyOf(scene.second, scene.database(scene.second))).isNotEqualTo(familyOf(scene.first, database));
    }

    @Promise(source = "restorehistory (Transact-SQL)")
    void aRestoreIsEnteredWithTheBackupThatItReads(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        String log = scene.backUpLog(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, file, "NORECOVERY"));
        scene.two.ask(Scene.restoreLog(restored, log, "RECOVERY"));
        List<Map<String, Object>> entries = scene.two
                .ask("SELECT r.restore_type, r.recovery, b.backup_set_uuid FROM msdb.dbo.restorehistory r"
                        + " JOIN msdb.dbo.backupset b ON b.backup_set_id = r.backup_set_id"
                        + " WHERE r.destination_database_name = N'" + restored + "' ORDER BY r.restore_history_id")
                .rows();
        assertThat(entries).extracting(row -> row.get("restore_type")).containsExactly("D", "L");
        assertThat(entries).extracting(row -> row.get("recovery")).containsExactly(false, true);
        assertThat(entries)
                .extracting(row -> row.get("backup_set_uuid"))
                .containsExactlyElementsOf(Backups.sets(scene.one, database).stream()
                        .map(row -> row.get("backup_set_uuid"))
                        .toList());
    }

    @Promise(source = "RESTORE (Transact-SQL), REPLACE option impact: another database")
    void withoutReplaceAnotherDatabaseIsNotOverwritten(Scene scene) {
        String other = scene.database(scene.second);
        String file = scene.backUp(scene.first, scene.database(scene.first));
        scene.refusedInJobsToo(
                scene.second, scene.restore(scene.second, other, file, "NORECOVERY"), error(3154, 16), error(3013, 16));
        assertThat(scene.state(scene.second, other)).isEqualTo("ONLINE");
        scene.two.ask("ALTER DATABASE [" + other + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.two.ask(scene.restore(scene.second, other, file, "REPLACE, NORECOVERY"));
        assertThat(scene.state(scene.second, other)).isEqualTo("RESTORING");
    }

    @Promise(source = "RESTORE (Transact-SQL), REPLACE option impact: the tail of the log")
    void withoutReplaceAnEndOfTheLogThatNoBackupHoldsIsNotOverwritten(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        scene.refusedInJobsToo(
                scene.first,
                scene.restore(scene.first, database, file, "NORECOVERY"),
                error(3159, 16),
                error(3013, 16));
        assertThat(scene.rows(scene.first, database)).isEqualTo(2);
        scene.backUpTail(scene.first, database);
        scene.one.ask(scene.restore(scene.first, database, file, "NORECOVERY"));
        assertThat(scene.state(scene.first, database)).isEqualTo("RESTORING");
    }

    @Promise(source = "RESTORE (Transact-SQL); RESTORE arguments, MOVE: by default a file goes where it was")
    void aDatabaseThatWasRestoredOverComesBackFromItsOwnBackupAndTailWithoutReplaceOrMove(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        String tail = scene.backUpTail(scene.first, database);
        scene.one.ask(scene.restore(scene.first, database, file, "NORECOVERY"));
        assertThat(scene.state(scene.first, database)).isEqualTo("RESTORING");
        scene.one.ask("RESTORE DATABASE [" + database + "] FROM DISK = N'" + file
                + "' WITH FILE = 1, NORECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5");
        scene.one.ask(Scene.restoreLog(database, tail, "RECOVERY"));
        assertThat(scene.state(scene.first, database)).isEqualTo("ONLINE");
        assertThat(scene.rows(scene.first, database)).isEqualTo(2);
    }

    @Promise(source = "Database Engine events and errors, 3101 and 3102")
    void aDatabaseInUseIsNotOverwritten(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        String restore = scene.restore(scene.first, database, file, "REPLACE, NORECOVERY");
        Client inside = scene.closing(scene.first.another(database));
        scene.refusedInJobsToo(scene.first, restore, error(3101, 16), error(3013, 16));
        scene.refused(inside, restore, error(3102, 16), error(3013, 16));
    }

    @Promise(source = "ALTER DATABASE SET options, OFFLINE; RESTORE (Transact-SQL)")
    void anOfflineDatabaseIsOverwrittenOrComesBackAsItWas(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        scene.write(scene.first, database, 2);
        scene.one.ask("ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.refused(
                scene.one,
                "RESTORE DATABASE [" + database + "] FROM DISK = N'" + scene.inFolder(scene.name())
                        + "' WITH FILE = 1, REPLACE, NORECOVERY, CHECKSUM, STOP_ON_ERROR, STATS = 5",
                error(3201, 16),
                error(3013, 16));
        assertThat(scene.state(scene.first, database)).isEqualTo("OFFLINE");
        scene.one.ask("ALTER DATABASE [" + database + "] SET ONLINE");
        assertThat(scene.rows(scene.first, database)).isEqualTo(2);
        scene.one.ask("ALTER DATABASE [" + database + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.one.ask(scene.restore(scene.first, database, file, "REPLACE, RECOVERY"));
        assertThat(scene.rows(scene.first, database)).isEqualTo(1);
    }

    @Promise(source = "Database Engine events and errors, 5133, 3156, 3119")
    void aFolderThatIsNotThereIsFoundBeforeAnythingIsWritten(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String restored = scene.databaseToBe(scene.second);
        String sound = scene.restore(scene.second, restored, file, "NORECOVERY");
        String separator = scene.inFolder("").substring(scene.inFolder("").length() - 1);
        String wrong = sound.replaceFirst(
                java.util.regex.Pattern.quote(restored + ".mdf'"),
                java.util.regex.Matcher.quoteReplacement(scene.name() + separator + restored + ".mdf'"));
        scene.refusedInJobsToo(scene.second, wrong, error(5133, 16), error(3156, 16), error(3119, 16), error(3013, 16));
        assertThat(scene.state(scene.second, restored)).isEqualTo("none");
    }

    @Promise(source = "Database Engine events and errors, 1834, 3156, 3119")
    void aFileOfAnotherDatabaseIsNotOverwritten(Scene scene) {
        String other = scene.database(scene.second);
        String path = scene.two
                .ask("SELECT physical_name FROM sys.master_files WHERE database_id = DB_ID(N'" + other
                        + "') AND type_desc = N'ROWS'")
                .text();
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String restored = scene.databaseToBe(scene.second);
        String sound = scene.restore(scene.second, restored, file, "REPLACE, NORECOVERY");
        String wrong =
                sound.replaceFirst("TO N'[^']*mdf'", java.util.regex.Matcher.quoteReplacement("TO N'" + path + "'"));
        scene.refusedInJobsToo(scene.second, wrong, error(1834, 16), error(3156, 16), error(3119, 16), error(3013, 16));
        assertThat(scene.rows(scene.second, other)).isEqualTo(1);
    }

    @Promise(source = "Database Engine events and errors, 3176")
    void twoFilesDoNotGoToOnePlace(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String restored = scene.databaseToBe(scene.second);
        String twice = scene.restore(scene.second, restored, file, "NORECOVERY").replace(".ldf'", ".mdf'");
        scene.refusedInJobsFromTo(scene.second, twice, error(3176, 16), error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3234")
    void aFileThatTheBackupDoesNotHoldIsNotMoved(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String restored = scene.databaseToBe(scene.second);
        String wrong = scene.restore(scene.second, restored, file, "NORECOVERY").replaceFirst("MOVE N'", "MOVE N'no_");
        scene.refusedInJobsToo(scene.second, wrong, error(3234, 16), error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3142; RESTORE (Transact-SQL), REPLACE option impact")
    void aFileThatLiesThereIsOverwrittenOnlyWithReplace(Scene scene) {
        String file = scene.backUp(scene.first, scene.database(scene.first));
        String restored = scene.databaseToBe(scene.second);
        String restore = scene.restore(scene.second, restored, file, "NORECOVERY");
        String[] paths = restore.split("TO N'");
        scene.two.ask("CREATE DATABASE [" + restored + "] ON (NAME = N'data', FILENAME = N'" + paths[1].split("'")[0]
                + "') LOG ON (NAME = N'log', FILENAME = N'" + paths[2].split("'")[0] + "')");
        // An offline database leaves its files behind when it is dropped.
        scene.two.ask("ALTER DATABASE [" + restored + "] SET OFFLINE WITH ROLLBACK IMMEDIATE");
        scene.two.ask("DROP DATABASE [" + restored + "]");
        scene.refusedInJobsFromTo(scene.second, restore, error(3142, 16), error(3013, 16));
        scene.two.ask(scene.restore(scene.second, restored, file, "REPLACE, RECOVERY"));
        assertThat(scene.rows(scene.second, restored)).isEqualTo(1);
    }

    @Promise(source = "Database Engine events and errors, 3135 and 4038")
    void theSetHasToBeThereAndOfTheRightKind(Scene scene) {
        String database = scene.database(scene.first);
        String full = scene.backUp(scene.first, database);
        String log = scene.backUpLog(scene.first, database);
        String restored = scene.databaseToBe(scene.second);
        scene.refusedInJobsToo(
                scene.second,
                "RESTORE DATABASE [" + restored + "] FROM DISK = N'" + log + "' WITH FILE = 1, NORECOVERY",
                error(3135, 16),
                error(3013, 16));
        scene.refusedInJobsToo(
                scene.second,
                scene.restore(scene.second, restored, full, "NORECOVERY").replace("FILE = 1", "FILE = 2"),
                error(4038, 16),
                error(3013, 16));
    }

    @Promise(source = "Database Engine events and errors, 3153")
    void whatIsRecoveredIsNotRecoveredAgain(Scene scene) {
        String database = scene.database(scene.first);
        scene.refusedInJobsToo(
                scene.first, "RESTORE DATABASE [" + database + "] WITH RECOVERY", error(3153, 16), error(3013, 16));
    }

    @Promise(source = "RESTORE (Transact-SQL), Permissions")
    void toOverwriteADatabaseIsNotEverybodysRight(Scene scene) {
        String database = scene.database(scene.first);
        String file = scene.backUp(scene.first, database);
        String restore = scene.restore(scene.first, database, file, "REPLACE, RECOVERY");
        scene.refused(scene.stranger(scene.first), restore, error(3110, 14), error(3013, 16));
    }

    @Promise(
            source =
                    "RESTORE (Transact-SQL), Remarks: restoring turns settings off; ALTER AUTHORIZATION (Transact-SQL)")
    void aRestoredDatabaseBelongsToWhoeverRestoredItAndIsTrustedNoMore(Scene scene) {
        String database = scene.database(scene.first);
        scene.one.ask("ALTER DATABASE [" + database
                + "] SET ENABLE_BROKER, TRUSTWORTHY ON, DB_CHAINING ON WITH ROLLBACK IMMEDIATE");
        String restored = scene.databaseToBe(scene.second);
        scene.two.ask(scene.restore(scene.second, restored, scene.backUp(scene.first, database), "REPLACE, RECOVERY"));
        Map<String, Object> row = scene.two
                .ask(
                        "SELECT d.is_broker_enabled, d.is_trustworthy_on, SUSER_SNAME(d.owner_sid) AS owner FROM sys.databases d"
                                + " WHERE d.name = N'" + restored + "'")
                .onlyRow();
        assertThat(row.get("is_broker_enabled")).isEqualTo(false);
        assertThat(row.get("is_trustworthy_on")).isEqualTo(false);
        assertThat(row.get("owner"))
                .isEqualTo(scene.two.ask("SELECT ORIGINAL_LOGIN()").text());
        String sa = scene.two.ask("SELECT SUSER_SNAME(0x01)").text();
        scene.two.ask("ALTER AUTHORIZATION ON DATABASE::[" + restored + "] TO [" + sa + "]");
        assertThat(scene.two
                        .ask("SELECT SUSER_SNAME(d.owner_sid) FROM sys.databases d WHERE d.name = N'" + restored + "'")
                        .text())
                .isEqualTo(sa);
    }
}
