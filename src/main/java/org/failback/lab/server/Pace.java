package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Makes long work take its time. The estate's lock is held while it runs, and given up while it waits, so that others
 * see its progress and may change what it does not own.
 */
final class Pace {
    private static final long POLL_MILLIS = 20;
    private final SqlEstate estate;

    Pace(SqlEstate estate) {
        this.estate = estate;
    }

    /** Hears of progress in percent. */
    interface Listener {
        void reached(int percent);
    }

    /** The work was cancelled by its client, or its session was killed. */
    static final class Aborted extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param megabytes how much is moved
     * @param every the step of percent that the listener hears of; 0 for none
     */
    void move(ServerSession session, double megabytes, int every, Listener listener) throws Aborted {
        double all = Math.max(megabytes, 0.001);
        double done = 0;
        int told = 0;
        Instant looked = estate.clock().instant();
        while (true) {
            if (session.scope().interrupted()) {
                throw new Aborted();
            }
            Instant now = estate.clock().instant();
            double rate = estate.mbPerSecond();
            int limit = session.instance().faults().limit(session);
            double reached = rate <= 0
                    ? all
                    : done + rate * Duration.between(looked, now).toNanos() / 1e9;
            // Without a limit nothing is multiplied, since a rounded product would never reach the whole.
            done = Math.min(all, Math.max(done, limit >= 100 ? reached : Math.min(reached, all * limit / 100)));
            looked = now;
            double percent = Math.min(100, 100 * done / all);
            session.request().progress(percent, rate <= 0 ? 0 : (long) ((all - done) / rate * 1000));
            while (every > 0 && told + every <= percent + 1e-9) {
                told += every;
                listener.reached(told);
            }
            if (done >= all && limit >= 100) {
                return;
            }
            if (limit < 100 && done >= all * limit / 100) {
                session.instance().faults().reached(session);
            }
            pause();
        }
    }

    /** Waits until nothing holds the session's statement any more. */
    void hold(ServerSession session) throws Aborted {
        await(session, () -> !session.instance().faults().isStalled(session));
    }

    /** Waits until something has come about, by whoever else gets the lock meanwhile. */
    void await(ServerSession session, BooleanSupplier condition) throws Aborted {
        while (!condition.getAsBoolean()) {
            if (session.scope().interrupted()) {
                throw new Aborted();
            }
            pause();
        }
    }

    /** Lets time pass. */
    void pass(ServerSession session, Duration time) throws Aborted {
        Instant end = estate.clock().instant().plus(time);
        while (estate.clock().instant().isBefore(end)) {
            if (session.scope().interrupted()) {
                throw new Aborted();
            }
            pause();
        }
    }

    private void pause() throws Aborted {
        try {
            boolean told = estate.changed().await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (told && Thread.currentThread().isInterrupted()) {
                throw new Aborted();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Aborted();
        }
    }
}
