package org.failback.lab.tsql;

import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;

/** An error on its way up, to a CATCH or to the end of its scope or batch. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final SqlError error;
    private final Level level;

    Failure(SqlError error, Level level) {
        super(error);
        this.error = error;
        this.level = level;
    }

    SqlError error() {
        return error;
    }

    Level level() {
        return level;
    }

    /** What ERROR_NUMBER() and its relatives tell: of a chain the last one, so 3013 hides its cause. */
    static Message last(SqlError error) {
        Message last = error.chain().get(0);
        for (Message message : error.chain()) {
            last = message.isError() ? message : last;
        }
        return last;
    }
}
