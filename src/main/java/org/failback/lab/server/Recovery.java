package org.failback.lab.server;

import java.util.UUID;
import org.failback.lab.tds.SqlError;

/** The end of a restore sequence: the database comes up on a history of its own, if this edition can read its pages. */
final class Recovery {
    private static final int ENTERPRISE = 3;
    private static final int COULD_NOT_START = 3167;

    private Recovery() {}

    /** Throws 3167 when it cannot start here; it stays RESTORING then. */
    static void recover(Database database) throws SqlError {
        boolean compressed = !database.content().compressedObject().isEmpty();
        if (compressed && database.instance().edition().engine() != ENTERPRISE) {
            throw Errors.of(3167, database.name());
        }
        database.recover(UUID.randomUUID());
    }

    /** The chain of a RESTORE that failed; why a database could not start comes after the statement's own end. */
    static SqlError ended(String verb, SqlError error, Database database) {
        SqlError ended = Errors.terminating(verb, error);
        if (error.number() != COULD_NOT_START) {
            return ended;
        }
        SqlError why =
                Errors.then(ended, 909, database.name(), database.content().compressedObject());
        return Errors.then(why, 933, database.name());
    }
}
