package org.failback.lab.tds;

/** Brings an attention to the statements it was meant for, and to no later one. */
final class Attentions {
    /** How often a cancellation is repeated: one that arrives before the session has begun is lost. */
    private static final long REPEAT_MILLIS = 50;

    private int outstanding;
    private volatile boolean raised;

    /** A request has arrived. */
    synchronized void begin() {
        outstanding++;
    }

    /** A request has been answered. */
    synchronized void end() {
        outstanding--;
        if (outstanding == 0) {
            raised = false;
        }
        notifyAll();
    }

    /** Whether what runs is to end. */
    boolean raised() {
        return raised;
    }

    /** Cancels until every request that has arrived is answered. */
    void raise(Runnable cancel) throws InterruptedException {
        while (stillRunning()) {
            cancel.run();
            await();
        }
    }

    private synchronized boolean stillRunning() {
        raised = outstanding > 0;
        return raised;
    }

    private synchronized void await() throws InterruptedException {
        if (outstanding > 0) {
            wait(REPEAT_MILLIS);
        }
    }
}
