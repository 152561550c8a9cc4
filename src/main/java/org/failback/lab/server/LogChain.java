package org.failback.lab.server;

/** How far the log of a database has been backed up. Without a full backup there is no chain (4214). */
final class LogChain {
    private boolean begun;
    private long backedUpTo;
    private long lastFullCheckpoint;
    private boolean first;
    private long endOfFull;

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
            first = true;
            backedUpTo = checkpoint;
        }
    }

    /** Whether the next log backup is the first of its chain. */
    boolean isFirst() {
        return first;
    }

    void logBackup(long upTo) {
        backedUpTo = upTo;
        first = false;
    }

    /** A full backup was restored: its pages are of several moments, the last of which is {@code upTo}. */
    void fullRestored(long upTo, long checkpoint) {
        restored(upTo, checkpoint);
        endOfFull = upTo;
    }

    /** Where the restored full backup ends as long as no log was applied to it; else 0. */
    long endOfFull() {
        return endOfFull;
    }

    /** A restored database goes on where its last restored set ended. */
    void restored(long upTo, long fullCheckpoint) {
        begun = true;
        first = false;
        endOfFull = 0;
        backedUpTo = upTo;
        lastFullCheckpoint = fullCheckpoint;
    }

    void end() {
        begun = false;
        first = false;
        backedUpTo = 0;
        lastFullCheckpoint = 0;
    }
}
