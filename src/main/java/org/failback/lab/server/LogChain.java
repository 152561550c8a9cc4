package org.failback.lab.server;

/** How far the log of a database has been backed up. Without a full backup there is no chain (4214). */
final class LogChain {
    private boolean begun;
    private long backedUpTo;
    private long lastFullCheckpoint;

    boolean hasBegun() {
        return begun;
    }

    /** Where the next log backup begins. */
    long backedUpTo() {
        return backedUpTo;
    }

    long lastFullCheckpoint() {
        return lastFullCheckpoint;
    }

    /** A copy-only backup neither begins a chain nor serves as a differential base. */
    void fullBackup(long checkpoint, boolean copyOnly) {
        if (copyOnly) {
            return;
        }
        lastFullCheckpoint = checkpoint;
        if (!begun) {
            begun = true;
            backedUpTo = checkpoint;
        }
    }

    void logBackup(long upTo) {
        backedUpTo = upTo;
    }

    /** A restored database goes on where its last restored set ended. */
    void restored(long upTo, long fullCheckpoint) {
        begun = true;
        backedUpTo = upTo;
        lastFullCheckpoint = fullCheckpoint;
    }

    void end() {
        begun = false;
        backedUpTo = 0;
        lastFullCheckpoint = 0;
    }
}
