package org.failback.lab.tsql;

import org.failback.lab.tds.SqlError;

/** The lab's own voice: valid T-SQL that it does not model, never answered with an invention. */
public final class Refusal {
    public static final int NUMBER = 50000;

    static final String START = "The lab does not model ";

    private Refusal() {}

    /** @param what completes "The lab does not model …" */
    public static SqlError of(String what) {
        return new SqlError(NUMBER, 16, 1, START + what + ".");
    }
}
