package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** The errors that the modelled instances raise, by SQL Server's numbers. */
final class Errors {
    private Errors() {}

    static SqlError of(int number, String text) {
        return new SqlError(number, severity(number), 1, text);
    }

    static Message message(int number, String text) {
        return new Message(number, severity(number), 1, text, "", 1);
    }

    /** The error, and after it the one that says which statement ended by it. */
    static SqlError then(SqlError first, int number, String text) {
        List<Message> chain = new ArrayList<>(first.chain());
        chain.add(message(number, text));
        return new SqlError(chain);
    }

    /** The chain of a BACKUP or RESTORE that failed: it ends in 3013. */
    static SqlError terminating(String statement, SqlError cause) {
        return then(cause, 3013, statement + " is terminating abnormally.");
    }

    /** The chain of a RESTORE that failed while it planned where files go: 3119 and 3013 follow. */
    static SqlError planning(String statement, SqlError cause) {
        SqlError planned = then(
                cause,
                3119,
                "Problems were identified while planning for the RESTORE statement. Previous messages provide details.");
        return terminating(statement, planned);
    }

    static SqlError alterFailed(SqlError cause) {
        return then(cause, 5069, "ALTER DATABASE statement failed.");
    }

    static SqlError noSuchDatabase(String name) {
        return of(911, "Database '" + name + "' does not exist. Make sure that the name is entered correctly.");
    }

    static SqlError singleUser(String name) {
        return of(924, "Database '" + name + "' is already open and can only have one user at a time.");
    }

    static SqlError device(String path, OsError cause) {
        return of(3201, "Cannot open backup device '" + path + "'. Operating system error " + cause.getMessage() + ".");
    }

    static SqlError inUse() {
        return of(3101, "Exclusive access could not be obtained because the database is in use.");
    }

    static SqlError permission(String what, String database) {
        return of(262, what + " permission denied in database '" + database + "'.");
    }

    static SqlError serverPermission(String permission) {
        return of(300, permission + " permission was denied on object 'server', database 'master'.");
    }

    static SqlError mirrored(String database) {
        return of(
                1468,
                "The operation cannot be performed on database \"" + database
                        + "\" because it is involved in a database mirroring session or an availability group.");
    }

    private static int severity(int number) {
        return switch (number) {
            case 229, 262, 297, 300, 916, 924, 927, 942, 954, 2812, 18456, 5011, 6102, 14234 -> 14;
            case 911, 3013, 3021 -> 16;
            default -> 16;
        };
    }
}
