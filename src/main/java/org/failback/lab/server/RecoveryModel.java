package org.failback.lab.server;

/** Recovery models, in the order of {@code sys.databases.recovery_model}, which counts from 1. */
enum RecoveryModel {
    FULL,
    BULK_LOGGED,
    SIMPLE;

    int id() {
        return ordinal() + 1;
    }
}
