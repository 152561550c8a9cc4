package org.failback.chaos;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on conditions, never for a time. */
final class Waiting {
    private static final long BETWEEN_LOOKS_NANOS = 20_000_000L;

    private Waiting() {}

    static void until(BooleanSupplier condition, Duration patience, Supplier<String> what) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + patience.toSeconds() + " s for " + what.get());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
