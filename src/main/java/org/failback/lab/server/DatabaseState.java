package org.failback.lab.server;

/** States of a database with the numbers of {@code sys.databases.state}. */
enum DatabaseState {
    ONLINE(0),
    RESTORING(1),
    RECOVERING(2),
    RECOVERY_PENDING(3),
    SUSPECT(4),
    EMERGENCY(5),
    OFFLINE(6);

    private final int id;

    DatabaseState(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }
}
