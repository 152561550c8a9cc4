package org.failback.lab.server;

import java.util.List;
import java.util.UUID;

/**
 * One stretch of a database's history: it begins after {@code fromLsn}, when a recovery let the database go its own
 * way. Two copies can exchange log only as far as their forks are the same.
 */
record RecoveryFork(UUID guid, long fromLsn) {
    static RecoveryFork at(List<RecoveryFork> history, long lsn) {
        RecoveryFork found = history.get(0);
        for (RecoveryFork fork : history) {
            if (fork.fromLsn() < lsn) {
                found = fork;
            }
        }
        return found;
    }
}
