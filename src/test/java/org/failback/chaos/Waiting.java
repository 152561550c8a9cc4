package org.failback.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on conditions, never for a time. */
final class Waiting {
    /** The lab works for every look, with the cores that the starts need. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Waiting() {}

    static void until(BooleanSupplier condition, Duration patience, Supplier<String> what) {
        until(condition, BETWEEN_LOOKS, patience, what);
    }

    static void until(BooleanSupplier condition, Duration between, Duration patience, Supplier<String> what) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + patience.toSeconds() + " s for " + what.get());
            }
            LockSupport.parkNanos(between.toNanos());
        }
    }
}
