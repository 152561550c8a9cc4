package org.failback.lab.tsql;

/** The client cancelled, or the session was killed: everything unwinds without a word. */
final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interruption() {
        super("cancelled", null, false, false);
    }
}
