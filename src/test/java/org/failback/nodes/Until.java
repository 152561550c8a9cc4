package org.failback.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to come true, no longer than it may take. */
public final class Until {
    private Until() {}

    public static void within(Duration patience, String what, BooleanSupplier holds) {
        long end = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within " + patience).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
