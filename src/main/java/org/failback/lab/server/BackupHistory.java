package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What msdb remembers of backups and restores: the rows behind backupset, backupmediafamily and restorehistory. */
final class BackupHistory {
    /** A media set of one family. */
    record Media(int id, BackupMedia media, String device) {}

    /** A row of backupset. */
    record Entry(int id, int mediaId, BackupSet set) {}

    /** A row of restorehistory, with its restorefile rows. */
    record Restore(
            int id,
            LocalDateTime at,
            String database,
            String user,
            int backupSetId,
            String type,
            boolean replace,
            boolean recovery,
            List<String> files) {}

    private final List<Media> media = new ArrayList<>();
    private final List<Entry> backups = new ArrayList<>();
    private final List<Restore> restores = new ArrayList<>();
    private int lastMedia;
    private int lastBackup;
    private int lastRestore;

    List<Media> media() {
        return media;
    }

    List<Entry> backups() {
        return backups;
    }

    List<Restore> restores() {
        return restores;
    }

    /** Notes a set as backupset does; one that is known already keeps its row. */
    Entry backup(BackupMedia medium, String device, BackupSet set) {
        Entry known = entry(set.uuid());
        if (known != null) {
            return known;
        }
        Media row = media.stream()
                .filter(one -> one.media().mediaSet().equals(medium.mediaSet())
                        && one.device().equalsIgnoreCase(device))
                .findFirst()
                .orElse(null);
        if (row == null) {
            row = new Media(++lastMedia, medium, device);
            media.add(row);
        }
        Entry entry = new Entry(++lastBackup, row.id(), set);
        backups.add(entry);
        return entry;
    }

    /** The file of a media set has another name from now on, as when log shipping renames its work file. */
    void renamed(String from, String to) {
        media.replaceAll(row -> row.device().equalsIgnoreCase(from) ? new Media(row.id(), row.media(), to) : row);
    }

    Restore restore(
            LocalDateTime at,
            String database,
            String user,
            Entry backup,
            boolean replace,
            boolean recovery,
            List<String> files) {
        String type = backup.set().type() == BackupType.LOG ? "L" : "D";
        Restore row = new Restore(
                ++lastRestore, at, database, user, backup.id(), type, replace, recovery, List.copyOf(files));
        restores.add(row);
        return row;
    }

    /** Forgets all backups of a database, and the restores that read them. */
    void forget(String database) {
        List<Entry> gone = backups.stream()
                .filter(entry -> entry.set().image().name().equalsIgnoreCase(database))
                .toList();
        backups.removeAll(gone);
        restores.removeIf(row -> gone.stream().anyMatch(entry -> entry.id() == row.backupSetId()));
        media.removeIf(row -> backups.stream().noneMatch(entry -> entry.mediaId() == row.id()));
    }

    private Entry entry(UUID set) {
        return backups.stream()
                .filter(one -> one.set().uuid().equals(set))
                .findFirst()
                .orElse(null);
    }
}
