package org.failback.lab.tsql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A statement that the instance carries out; every expression in it has been computed. */
public sealed interface ServerStatement {
    /** {@code USE name}. */
    record UseDatabase(String database) implements ServerStatement {}

    /** {@code CREATE DATABASE name [ON …] [LOG ON …] [COLLATE c]}; {@code collation} may be empty. */
    record CreateDatabase(String database, List<DatabaseFile> data, List<DatabaseFile> log, String collation)
            implements ServerStatement {}

    /** A file of CREATE DATABASE; {@code sizeKb} is -1 when no size was given. */
    record DatabaseFile(String logicalName, String path, long sizeKb) {}

    /** {@code DROP DATABASE a, b}. */
    record DropDatabase(List<String> databases) implements ServerStatement {}

    /** {@code ALTER DATABASE name SET option, … [WITH termination]}; name {@code CURRENT} does not exist in 2008 R2. */
    record AlterDatabase(String database, List<Setting> settings, Termination termination) implements ServerStatement {}

    /** What happens to transactions in the way of ALTER DATABASE. */
    record Termination(Kind kind, int seconds) {
        public enum Kind {
            WAIT,
            ROLLBACK_IMMEDIATE,
            ROLLBACK_AFTER,
            NO_WAIT
        }
    }

    /** One thing that ALTER DATABASE … SET changes. */
    sealed interface Setting {
        /**
         * {@code SET PARTNER …}.
         *
         * @param value the address of {@code = 'TCP://…'}, the seconds of TIMEOUT, else empty
         */
        record Partner(Action action, String value) implements Setting {
            public enum Action {
                ADDRESS,
                OFF,
                FAILOVER,
                FORCE_SERVICE_ALLOW_DATA_LOSS,
                SUSPEND,
                RESUME,
                SAFETY_FULL,
                SAFETY_OFF,
                TIMEOUT
            }
        }

        /** {@code SET WITNESS = 'TCP://…'} or, with an empty address, {@code OFF}. */
        record Witness(String address) implements Setting {}

        /** {@code SINGLE_USER}, {@code RESTRICTED_USER}, {@code MULTI_USER}. */
        record UserAccess(String mode) implements Setting {}

        /** {@code ONLINE}, {@code OFFLINE}, {@code EMERGENCY}. */
        record State(String state) implements Setting {}

        /** {@code READ_ONLY} or {@code READ_WRITE}. */
        record ReadOnly(boolean readOnly) implements Setting {}

        /** {@code RECOVERY FULL | BULK_LOGGED | SIMPLE}. */
        record Recovery(String model) implements Setting {}

        /** {@code PAGE_VERIFY CHECKSUM | TORN_PAGE_DETECTION | NONE}. */
        record PageVerify(String option) implements Setting {}

        /** {@code COMPATIBILITY_LEVEL = 100}. */
        record CompatibilityLevel(int level) implements Setting {}

        /** {@code ENABLE_BROKER}, {@code DISABLE_BROKER}, {@code NEW_BROKER}, {@code ERROR_BROKER_CONVERSATIONS}. */
        record Broker(String action) implements Setting {}

        /** Any option of the form {@code NAME ON | OFF}, as {@code TRUSTWORTHY} or {@code DB_CHAINING}, in upper case. */
        record Switch(String name, boolean on) implements Setting {}
    }

    /** What BACKUP writes. */
    enum BackupKind {
        DATABASE,
        LOG
    }

    /** {@code BACKUP DATABASE | LOG name TO DISK = … WITH …}. */
    record Backup(BackupKind kind, String database, List<String> disks, Options options) implements ServerStatement {}

    /** What RESTORE reads. */
    enum RestoreKind {
        DATABASE,
        LOG,
        HEADERONLY,
        FILELISTONLY,
        LABELONLY,
        VERIFYONLY
    }

    /**
     * {@code RESTORE … [FROM DISK = …] [WITH …]}.
     *
     * @param database empty for the kinds that only look
     * @param disks empty for {@code RESTORE DATABASE name WITH RECOVERY}
     * @param moves logical name to path, in the order they stood
     */
    record Restore(RestoreKind kind, String database, List<String> disks, Map<String, String> moves, Options options)
            implements ServerStatement {}

    /**
     * {@code DBCC command (arguments) WITH options}.
     *
     * @param command upper case, as {@code CHECKDB}
     * @param arguments text or numbers; a bare word as text, so {@code SQLPERF(LOGSPACE)} has "LOGSPACE"
     * @param options upper case, as {@code NO_INFOMSGS}
     */
    record Dbcc(String command, List<Object> arguments, Set<String> options) implements ServerStatement {}

    /** {@code KILL session}. */
    record Kill(int sessionId) implements ServerStatement {}

    /** {@code ALTER AUTHORIZATION ON DATABASE::name TO principal}. */
    record AlterAuthorization(String database, String principal) implements ServerStatement {}

    /** {@code CREATE USER name [FOR LOGIN login] [WITHOUT LOGIN]} in the current database; empty login: the same name. */
    record CreateUser(String user, String login, boolean withoutLogin) implements ServerStatement {}

    /** {@code ALTER USER name WITH LOGIN = login}. */
    record AlterUser(String user, String login) implements ServerStatement {}

    /** {@code DROP USER name}. */
    record DropUser(String user) implements ServerStatement {}

    /** {@code CREATE LOGIN name FROM WINDOWS | WITH PASSWORD = '…', SID = 0x…}; missing parts are null. */
    record CreateLogin(String login, boolean windows, String password, byte[] sid) implements ServerStatement {}

    /** {@code ALTER LOGIN name ENABLE | DISABLE}. */
    record AlterLogin(String login, boolean enable) implements ServerStatement {}

    /** {@code DROP LOGIN name}. */
    record DropLogin(String login) implements ServerStatement {}

    /** {@code RECONFIGURE [WITH OVERRIDE]}. */
    record Reconfigure(boolean override) implements ServerStatement {}

    /** {@code CHECKPOINT}. */
    record Checkpoint() implements ServerStatement {}
}
