package org.failback.lab.tsql;

import java.time.Clock;

/** What every part of a running batch reaches for. */
record Session(Server server, Scope scope, Clock clock) {
    Collation collation() {
        return server.collation(scope);
    }

    void checkInterrupted() {
        if (scope.interrupted()) {
            throw new Interruption();
        }
    }
}
