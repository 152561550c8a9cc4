package org.failback.lab.server;

import org.failback.lab.tds.SqlError;

/** Whether a session gets into a database: its state, its single-user slot, the user behind the login. */
final class DatabaseAccess {
    private DatabaseAccess() {}

    /** Throws 927, 942, 954 and their relatives when the state of the database lets nobody in. */
    static void checkState(Database database) throws SqlError {
        String name = database.name();
        if (database.isMirror()) {
            throw Errors.of(954, name);
        }
        if (database.lacksQuorum()) {
            throw Errors.of(955, name);
        }
        switch (database.state()) {
            case ONLINE, EMERGENCY -> {}
            case RESTORING -> throw Errors.of(927, name);
            case OFFLINE -> throw Errors.of(942, name);
            case SUSPECT -> throw Errors.of(926, name);
            default -> throw Errors.of(945, name);
        }
    }

    static void check(Database database, ServerSession session) throws SqlError {
        checkState(database);
        checkSlot(database, session);
        if (database.userAccess() == UserAccess.RESTRICTED_USER && !isOwner(database, session.login())) {
            throw Errors.of(923, database.name());
        }
        if (!mayEnter(database, session.login())) {
            throw Errors.of(916, session.login().name(), database.name());
        }
    }

    /** The one slot of SINGLE_USER belongs to whoever stands in the database. */
    static void checkSlot(Database database, ServerSession session) throws SqlError {
        if (database.userAccess() == UserAccess.SINGLE_USER
                && !database.instance().othersIn(database, session).isEmpty()) {
            throw Errors.singleUser(database.name());
        }
    }

    static boolean isOwner(Database database, ServerLogin login) {
        return login.isSysadmin() || database.owner().equals(login.sid());
    }

    static boolean mayEnter(Database database, ServerLogin login) {
        return isOwner(database, login) || isSystem(database) || user(database, login) != null;
    }

    /** The user that the login is in the database; null for none, and for an owner, who is dbo. */
    static DatabaseUser user(Database database, ServerLogin login) {
        return database.content().users().stream()
                .filter(user -> user.sid() != null && user.sid().equals(login.sid()))
                .findFirst()
                .orElse(null);
    }

    static boolean mayRead(Database database, ServerLogin login) {
        DatabaseUser user = user(database, login);
        return isOwner(database, login) || user != null && user.reads();
    }

    static boolean mayWrite(Database database, ServerLogin login) {
        DatabaseUser user = user(database, login);
        return isOwner(database, login) || user != null && user.writes();
    }

    /** The databases that let a guest in. */
    static boolean isSystem(Database database) {
        return switch (database.name().toLowerCase(java.util.Locale.ROOT)) {
            case "master", "tempdb", "msdb", "lab" -> true;
            default -> false;
        };
    }
}
