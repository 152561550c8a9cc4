package org.failback.lab.server;

import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Options;
import org.failback.lab.tsql.With;

/** What SQL Server refuses before it restores anything. */
final class RestoreRules {
    private RestoreRules() {}

    static void checkCaller(ServerSession session, String name, Database existing) throws SqlError {
        ServerLogin login = session.login();
        // To create a database is one right, to overwrite an existing one another, which no permission grants.
        boolean allowed = existing == null
                ? login.may(ServerLogin.Permission.CREATE_ANY_DATABASE)
                : login.isIn("dbcreator") || DatabaseAccess.isOwner(existing, login);
        if (!allowed) {
            throw Errors.of(3110, "User does not have permission to RESTORE database '" + name + "'.");
        }
        if (session.scope().inTransaction()) {
            throw Errors.of(3021, "Cannot perform a backup or restore operation within a transaction.");
        }
    }

    static void checkNotMirrored(Database database) throws SqlError {
        if (database.mirroring() != null) {
            throw Errors.of(
                    3104,
                    "RESTORE cannot operate on database '" + database.name()
                            + "' because it is configured for database mirroring. Use ALTER DATABASE to remove"
                            + " mirroring if you intend to restore the database.");
        }
    }

    static void checkNotInUse(ServerSession session, Database database) throws SqlError {
        if (session.isIn(database)) {
            throw Errors.of(
                    3102,
                    "RESTORE cannot process database '" + database.name()
                            + "' because it is in use by this session. It is recommended that the master database be"
                            + " used when performing this operation.");
        }
        if (!database.instance().sessionsIn(database).isEmpty() || database.hasFileOperation()) {
            throw Errors.inUse();
        }
    }

    static void checkSet(BackupSet set, BackupType wanted, Options options, String device, Instance instance)
            throws SqlError {
        if (set.type() != wanted) {
            String made = set.type() == BackupType.LOG ? "BACKUP LOG" : "BACKUP DATABASE";
            throw Errors.of(
                    3135,
                    "The backup set in file '" + device + "' was created by " + made
                            + " and cannot be used for this restore operation.");
        }
        if (options.has(With.CHECKSUM) && !set.checksums()) {
            throw Errors.of(
                    3187,
                    "RESTORE WITH CHECKSUM cannot be specified because the backup set does not contain checksum"
                            + " information.");
        }
        if (set.version().databaseVersion() > instance.edition().databaseVersion()) {
            throw Errors.of(
                    3169,
                    "The database was backed up on a server running version "
                            + set.version().version() + ". That version is incompatible with this server, which is"
                            + " running version " + instance.edition().version()
                            + ". Either restore the database on a server that supports the backup, or use a backup"
                            + " that is compatible with this server.");
        }
    }

    static void checkSameDatabase(BackupSet set, Database existing) throws SqlError {
        if (!set.image().familyGuid().equals(existing.familyGuid())) {
            throw Errors.of(
                    3154,
                    "The backup set holds a backup of a database other than the existing '" + existing.name()
                            + "' database.");
        }
    }

    /** A database that still has log which no backup holds is protected; one that is RESTORING has none. */
    static void checkTail(Database existing) throws SqlError {
        boolean tail = existing.state() != DatabaseState.RESTORING
                && existing.recoveryModel() != RecoveryModel.SIMPLE
                && existing.logChain().hasBegun();
        if (tail) {
            throw Errors.of(
                    3159,
                    "The tail of the log for the database \"" + existing.name()
                            + "\" has not been backed up. Use BACKUP LOG WITH NORECOVERY to backup the log if it"
                            + " contains work you do not want to lose. Use the WITH REPLACE or WITH STOPAT clause of"
                            + " the RESTORE statement to just overwrite the contents of the log.");
        }
    }
}
