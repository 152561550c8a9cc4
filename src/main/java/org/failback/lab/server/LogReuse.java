package org.failback.lab.server;

/** Why the log of a database cannot be used again, with the numbers of {@code sys.databases.log_reuse_wait}. */
enum LogReuse {
    NOTHING(0),
    LOG_BACKUP(2),
    ACTIVE_BACKUP_OR_RESTORE(3),
    DATABASE_MIRRORING(5);

    private final int id;

    LogReuse(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
