package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** The errors that the modelled instances raise, by SQL Server's numbers; words and severity are the catalogue's. */
final class Errors {
    private Errors() {}

    static SqlError of(int number, Object... arguments) {
        return new SqlError(List.of(message(number, arguments)));
    }

    static Message message(int number, Object... arguments) {
        KnownMessage known = MessageCatalogue.of(number);
        return new Message(number, known.raisedSeverity(), known.state(), known.with(arguments), "", 1);
    }

    /** An informational message: severity 10 of the catalogue reaches a client as 0. */
    static Message info(int number, Object... arguments) {
        return Message.info(number, MessageCatalogue.of(number).with(arguments));
    }

    /** The error, and after it the one that says which statement ended by it. */
    static SqlError then(SqlError first, int number, Object... arguments) {
        List<Message> chain = new ArrayList<>(first.chain());
        chain.add(message(number, arguments));
        return new SqlError(chain);
    }

    /** The chain of a BACKUP or RESTORE that failed: it ends in 3013. */
    static SqlError terminating(String statement, SqlError cause) {
        return then(cause, 3013, statement);
    }

    /** The chain of a RESTORE that failed while it planned where files go: 3119 and 3013 follow. */
    static SqlError planning(String statement, SqlError cause) {
        return terminating(statement, then(cause, 3119));
    }

    static SqlError alterFailed(SqlError cause) {
        return then(cause, 5069);
    }

    static SqlError noSuchDatabase(String name) {
        return of(911, name);
    }

    static SqlError singleUser(String name) {
        return of(924, name);
    }

    static SqlError device(String path, OsError cause) {
        return of(3201, path, cause.getMessage());
    }

    static SqlError inUse() {
        return of(3101);
    }

    static SqlError permission(String what, String database) {
        return of(262, what, database);
    }

    /** Why a view of the server's state stays closed: the missing permission, and then that it may not. */
    static SqlError serverPermission(String permission) {
        return then(of(300, permission, "server", "master"), 297);
    }

    static SqlError mirrored(String database) {
        return of(1468, database);
    }
}
