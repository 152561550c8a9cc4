package org.failback.sqlserver;

/** Facts that this room finds out, by the names under which commands show them. */
final class FactName {
    /** The full backup of mgc. */
    static final String BACKUP_FILE = "backup-file";
    /** The tail of the log of mgc on B. */
    static final String TAIL_FILE = "tail-file";
    /** Its {@code backup_set_uuid}. */
    static final String BACKUP_SET = "backup-set";

    static final String TAIL_SET = "tail-set";
    /** Where the files of mgc come to lie on P, as T-SQL. */
    static final String MOVE_LIST = "move-list";
    /** Date of the newest message in the backup, in ticks. */
    static final String NEWEST_MESSAGE = "newest-message";

    static final String MGCCOMP_FILE = "mgccomp-file";
    /** The login that is to own mgc on P. */
    static final String OWNER = "owner";
    /** Options of mgc that a restore does not carry over, as T-SQL. */
    static final String OPTIONS = "options";
    /** For people only: what would be overwritten. */
    static final String ON_PRIMARY = "on-primary";
    /** For people only: the files in the backup, a line each. */
    static final String FILES_IN_BACKUP = "files-in-backup";
    /** For people only: room on the volumes of P. */
    static final String FREE_ON_PRIMARY = "free-on-primary";

    /** The full backup of mgc on P after the restore. */
    static final String PRIMARY_FILE = "primary-backup-file";
    /** Its {@code backup_set_uuid}. */
    static final String PRIMARY_SET = "primary-backup-set";
    /** Where the files of mgc come to lie on B, as T-SQL. */
    static final String MOVE_LIST_ON_BACKUP = "move-list-on-backup";
    /** For people only: the files in the backup of P, a line each. */
    static final String FILES_IN_PRIMARY_BACKUP = "files-in-primary-backup";
    /** For people only: room on the volumes of B. */
    static final String FREE_ON_BACKUP = "free-on-backup";

    /** The last log backup of mgc on B before it was overwritten: the fence's, or the one taken just before. */
    static final String LAST_LOG_FILE = "last-log-file";
    /** Its {@code backup_set_uuid}. */
    static final String LAST_LOG_SET = "last-log-set";
    /** The login that owned mgc on B before this run. */
    static final String OWNER_ON_BACKUP = "owner-on-backup";
    /** Options of mgc on B before this run, as T-SQL. */
    static final String OPTIONS_ON_BACKUP = "options-on-backup";

    /** Followed by the step's name: the last run of a log shipping job before this run started it. */
    static final String LAST_RUN_BEFORE = "last-run-before-";

    /** Name of the log backup that has to come through to B, without its folder. */
    static final String LOG_FILE = "log-file";
    /** Its {@code backup_set_uuid}. */
    static final String LOG_SET = "log-set";

    /** Files that the probe of the Agent account wrote, with a bar between them. */
    static final String PROBE_FILES = "probe-files";

    private FactName() {}
}
