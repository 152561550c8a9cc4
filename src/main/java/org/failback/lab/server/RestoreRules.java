package org.failback.lab.server;

import java.util.Locale;
import java.util.Set;
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
            throw Errors.of(3110, name);
        }
        if (session.scope().inTransaction()) {
            throw Errors.of(3021);
        }
    }

    static void checkNotMirrored(Database database) throws SqlError {
        if (database.mirroring() != null) {
            throw Errors.of(3104, database.name());
        }
    }

    static void checkNotInUse(ServerSession session, Database database) throws SqlError {
        if (session.isIn(database)) {
            throw Errors.of(3102, "RESTORE", database.name());
        }
        if (!database.instance().sessionsIn(database).isEmpty() || database.hasFileOperation()) {
            throw Errors.inUse();
        }
    }

    static void checkSet(BackupSet set, BackupType wanted, Options options, String device, Instance instance)
            throws SqlError {
        if (set.type() != wanted) {
            String made = set.type() == BackupType.LOG ? "BACKUP LOG" : "BACKUP DATABASE";
            throw Errors.of(3135, device, made);
        }
        if (options.has(With.CHECKSUM) && !set.checksums()) {
            throw Errors.of(3187);
        }
        if (isSystem(set.image().name())
                && !set.version().version().equals(instance.edition().version())) {
            throw Errors.of(
                    3168, device, set.version().version(), instance.edition().version());
        }
        if (set.version().databaseVersion() > instance.edition().databaseVersion()) {
            throw Errors.of(3169, set.version().version(), instance.edition().version());
        }
        checkCertificate(set, instance);
    }

    private static boolean isSystem(String database) {
        return Set.of("master", "model", "msdb").contains(database.toLowerCase(Locale.ROOT));
    }

    /** Without its certificate an encrypted database can neither be restored nor looked into. */
    static void checkCertificate(BackupSet set, Instance instance) throws SqlError {
        String encryptor = set.image().content().encryptor();
        if (!encryptor.isEmpty() && !instance.certificates().contains(encryptor)) {
            throw Errors.of(33111, "0x" + encryptor);
        }
    }

    /** A full backup goes into a database of its own name; a log goes on wherever its history does. */
    static void checkSameName(BackupSet set, Database existing) throws SqlError {
        if (!set.image().name().equalsIgnoreCase(existing.name())
                && set.image().familyGuid().equals(existing.familyGuid())) {
            throw Errors.of(3141, set.image().name(), existing.name());
        }
    }

    static void checkSameDatabase(BackupSet set, Database existing) throws SqlError {
        if (!set.image().familyGuid().equals(existing.familyGuid())) {
            throw Errors.of(3154, existing.name());
        }
    }

    /** A database that still has log which no backup holds is protected; one that is RESTORING has none. */
    static void checkTail(Database existing) throws SqlError {
        boolean tail = existing.state() != DatabaseState.RESTORING
                && existing.recoveryModel() != RecoveryModel.SIMPLE
                && existing.logChain().hasBegun();
        if (tail) {
            throw Errors.of(3159, existing.name());
        }
    }
}
