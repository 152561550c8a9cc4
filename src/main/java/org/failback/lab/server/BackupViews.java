package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tables of msdb that tell of backups and restores. */
final class BackupViews {
    private BackupViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        View<BackupHistory.Entry> sets = sets();
        views.put(
                "msdb.dbo.backupset",
                (session, database) -> sets.of(session.instance().history().backups()));
        View<BackupHistory.Media> families = new View<BackupHistory.Media>()
                .integer("media_set_id", BackupHistory.Media::id)
                .tiny("family_sequence_number", media -> 1)
                .guid("media_family_id", media -> media.media().family())
                .integer("media_count", media -> 1)
                .text("logical_device_name", media -> null)
                .longText("physical_device_name", BackupHistory.Media::device)
                .tiny("device_type", media -> 2)
                .integer("physical_block_size", media -> 512)
                .tiny("mirror", media -> 0);
        views.put(
                "msdb.dbo.backupmediafamily",
                (session, database) -> families.of(session.instance().history().media()));
        View<BackupHistory.Media> media = new View<BackupHistory.Media>()
                .integer("media_set_id", BackupHistory.Media::id)
                .guid("media_uuid", row -> row.media().mediaSet())
                .tiny("media_family_count", row -> 1)
                .text("name", row -> row.media().name())
                .longText("description", row -> null)
                .text("software_name", row -> "Microsoft SQL Server")
                .integer("software_vendor_id", row -> 4608)
                .tiny("MTF_major_version", row -> 1)
                .tiny("mirror_count", row -> 1)
                .bit("is_password_protected", row -> false)
                .bit("is_compressed", row -> row.media().sets().stream().anyMatch(BackupSet::compressed));
        views.put(
                "msdb.dbo.backupmediaset",
                (session, database) -> media.of(session.instance().history().media()));
        addRestores(views);
    }

    private static View<BackupHistory.Entry> sets() {
        return new View<BackupHistory.Entry>()
                .integer("backup_set_id", BackupHistory.Entry::id)
                .guid("backup_set_uuid", row -> row.set().uuid())
                .integer("media_set_id", BackupHistory.Entry::mediaId)
                .tiny("first_family_number", row -> 1)
                .tiny("last_family_number", row -> 1)
                .text("name", row -> row.set().name())
                .longText("description", row -> row.set().description())
                .text("user_name", row -> row.set().user())
                .integer("software_vendor_id", row -> 4608)
                .tiny("software_major_version", row -> row.set().version().major())
                .tiny("software_minor_version", row -> row.set().version().minor())
                .small("software_build_version", row -> row.set().version().build())
                .integer("position", row -> row.set().position())
                .time("expiration_date", row -> null)
                .lsn("first_lsn", row -> row.set().lsn().first())
                .lsn("last_lsn", row -> row.set().lsn().last())
                .lsn("checkpoint_lsn", row -> row.set().lsn().checkpoint())
                .lsn("database_backup_lsn", row -> row.set().lsn().databaseBackup())
                .time("database_creation_date", row -> row.set().image().created())
                .time("backup_start_date", row -> row.set().started())
                .time("backup_finish_date", row -> row.set().finished())
                .text("type", row -> row.set().type().letter())
                .tiny(
                        "compatibility_level",
                        row -> Integer.valueOf(row.set().image().options().get(DatabaseOptions.COMPATIBILITY)))
                .integer("database_version", row -> row.set().version().databaseVersion())
                .lsn("backup_size", row -> row.set().bytes())
                .text("database_name", row -> row.set().image().name())
                .text("server_name", row -> row.set().server())
                .text(
                        "machine_name",
                        row -> row.set()
                                .server()
                                .substring(0, row.set().server().indexOf('\\')))
                .integer("flags", row -> row.set().checksums() ? 528 : 512)
                .text("collation_name", row -> row.set().image().collation())
                .bit("is_password_protected", row -> false)
                .text(
                        "recovery_model",
                        row -> row.set().image().recoveryModel().name().replace('_', '-'))
                .bit("has_bulk_logged_data", row -> false)
                .bit("is_snapshot", row -> false)
                .bit("is_readonly", row -> row.set().image().options().isOn(DatabaseOptions.READ_ONLY))
                .bit("is_single_user", row -> row.set().image().userAccess() == UserAccess.SINGLE_USER)
                .bit("has_backup_checksums", row -> row.set().checksums())
                .bit("is_damaged", row -> row.set().damaged())
                .bit("begins_log_chain", row -> row.set().beginsLogChain())
                .bit("has_incomplete_metadata", row -> false)
                .bit("is_force_offline", row -> row.set().tailLog())
                .bit("is_copy_only", row -> row.set().copyOnly())
                .guid(
                        "first_recovery_fork_guid",
                        row -> RecoveryFork.at(
                                        row.set().image().forks(),
                                        row.set().lsn().first())
                                .guid())
                .guid("last_recovery_fork_guid", row -> {
                    List<RecoveryFork> forks = row.set().image().forks();
                    return forks.get(forks.size() - 1).guid();
                })
                .lsn("fork_point_lsn", row -> null)
                .guid("database_guid", row -> row.set().image().bindingId())
                .guid("family_guid", row -> row.set().image().familyGuid())
                .lsn("differential_base_lsn", row -> null)
                .guid("differential_base_guid", row -> null)
                .lsn("compressed_backup_size", row -> row.set().compressedBytes());
    }

    /** A file that a restore wrote. */
    private record RestoredFile(BackupHistory.Restore restore, int number, String path) {}

    private static void addRestores(Map<String, Catalog.Source> views) {
        View<BackupHistory.Restore> restores = new View<BackupHistory.Restore>()
                .integer("restore_history_id", BackupHistory.Restore::id)
                .time("restore_date", BackupHistory.Restore::at)
                .text("destination_database_name", BackupHistory.Restore::database)
                .text("user_name", BackupHistory.Restore::user)
                .integer("backup_set_id", BackupHistory.Restore::backupSetId)
                .text("restore_type", BackupHistory.Restore::type)
                .bit("replace", BackupHistory.Restore::replace)
                .bit("recovery", BackupHistory.Restore::recovery)
                .bit("restart", row -> false)
                .time("stop_at", row -> null)
                .tiny("device_count", row -> 1)
                .text("stop_at_mark_name", row -> null)
                .bit("stop_before", row -> null);
        views.put(
                "msdb.dbo.restorehistory",
                (session, database) -> restores.of(session.instance().history().restores()));
        View<RestoredFile> files = new View<RestoredFile>()
                .integer("restore_history_id", row -> row.restore().id())
                .lsn("file_number", row -> (long) row.number())
                .text("destination_phys_drive", row -> row.path().substring(0, 2))
                .longText("destination_phys_name", RestoredFile::path);
        views.put("msdb.dbo.restorefile", (session, database) -> {
            List<RestoredFile> rows = new ArrayList<>();
            for (BackupHistory.Restore restore : session.instance().history().restores()) {
                for (int i = 0; i < restore.files().size(); i++) {
                    rows.add(new RestoredFile(restore, i + 1, restore.files().get(i)));
                }
            }
            return files.of(rows);
        });
        View<BackupHistory.Restore> groups = new View<BackupHistory.Restore>()
                .integer("restore_history_id", BackupHistory.Restore::id)
                .text("filegroup_name", row -> "PRIMARY");
        views.put(
                "msdb.dbo.restorefilegroup",
                (session, database) -> groups.of(session.instance().history().restores()));
    }
}
