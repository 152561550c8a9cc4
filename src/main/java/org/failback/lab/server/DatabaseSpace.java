package org.failback.lab.server;

import org.failback.lab.tds.SqlError;

/**
 * Room in the files of a database. A file that is full grows by a tenth, as long as its disk has room; a log that nobody
 * has to back up empties itself instead.
 */
final class DatabaseSpace {
    private static final long MB = 1024L * 1024;
    private static final double LOG_MB_PER_RECORD = 0.001;
    private static final int GROWTH = 10;
    private final Database database;

    DatabaseSpace(Database database) {
        this.database = database;
    }

    /** Makes room for rows of an object; throws 1105 where there is none, and 9002 where the log has none. */
    void forRows(int rows, String object) throws SqlError {
        if (!hasRoomForData()) {
            throw Errors.of(1105, object, database.name(), "PRIMARY");
        }
        forLog(rows);
    }

    /** Makes room for what belongs to no object of a user; throws 1101 and 9002. */
    void forCatalog(int records) throws SqlError {
        if (!hasRoomForData()) {
            throw Errors.of(1101, database.name(), "PRIMARY");
        }
        forLog(records);
    }

    /** The error that a backup or restore ends with when msdb has no room for its history; null when it has. */
    static SqlError historyLost(Instance instance) {
        try {
            new DatabaseSpace(instance.database("msdb")).forRows(4, "dbo.backupset");
            return null;
        } catch (SqlError full) {
            return Errors.then(full, 3009);
        }
    }

    /** Fills the data or the log file to the last megabyte. */
    void fill(boolean log) {
        DatabaseFile file = file(log);
        if (log) {
            database.setLogUsedMb(file.sizeMb());
        } else {
            database.setUsedMb(file.sizeMb());
        }
    }

    private boolean hasRoomForData() {
        return database.usedMb() < file(false).sizeMb() || grow(file(false));
    }

    private void forLog(int records) throws SqlError {
        boolean full =
                database.logUsedMb() + records * LOG_MB_PER_RECORD > file(true).sizeMb();
        if (!full) {
            return;
        }
        if (database.logReuse() == LogReuse.NOTHING) {
            database.setLogUsedMb(1);
        } else if (!grow(file(true))) {
            throw Errors.of(9002, database.name());
        }
    }

    private DatabaseFile file(boolean log) {
        return database.files().stream()
                .filter(file -> file.log() == log)
                .findFirst()
                .orElseThrow();
    }

    /** Whether the disk let the file grow. */
    private boolean grow(DatabaseFile file) {
        long more = Math.max(1, file.sizeMb() / GROWTH);
        WindowsPath path = new WindowsPath(file.physical());
        Instance instance = database.instance();
        try {
            Volume volume = instance.storage().volume(instance.host().name(), path);
            if (volume.free() < more * MB) {
                return false;
            }
            DatabaseFile grown =
                    new DatabaseFile(file.id(), file.logical(), file.physical(), file.log(), file.sizeMb() + more);
            volume.put(new StoredFile(
                    path, null, grown.sizeMb() * MB, instance.estate().instant()));
            database.files().replaceAll(one -> one.id() == file.id() ? grown : one);
            return true;
        } catch (OsError gone) {
            return false;
        }
    }
}
