package org.failback.lab.server;

/** A run of sqllogship has ended in an error, which its message tells. */
final class StageFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StageFailed(String message) {
        super(message);
    }

    StageFailed(String what, OsError cause) {
        super(what + " Operating system error " + cause.getMessage() + ".", cause);
    }
}
