package org.failback.lync;

import java.util.Arrays;

/** Every operation that the runner script knows: the allow-list. */
enum Operation {
    READ_POOL("pool/read"),
    READ_REPLICATION("pool/replication"),
    REPLICATE("pool/replicate"),
    CLEAR_ACTIVE("pool/clear-active"),
    SET_ACTIVE("pool/set-active"),
    SET_STATE("pool/set-state"),
    READ_SERVER("server/read"),
    STOP_SERVICE("server/stop-service"),
    START_SERVICE("server/start-service");

    private final String path;

    Operation(String path) {
        this.path = path;
    }

    /** Kit and name, as the files below {@code powershell/} are called. */
    String path() {
        return path;
    }

    String kit() {
        return path.substring(0, path.indexOf('/'));
    }

    /** Whether it can leave anything other than it was. */
    boolean changes() {
        return switch (this) {
            case READ_POOL, READ_REPLICATION, READ_SERVER -> false;
            case REPLICATE, CLEAR_ACTIVE, SET_ACTIVE, SET_STATE, STOP_SERVICE, START_SERVICE -> true;
        };
    }

    static Operation of(String path) {
        return Arrays.stream(values())
                .filter(operation -> operation.path.equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operation " + path + " on the allow-list"));
    }
}
