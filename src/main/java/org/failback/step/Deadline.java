package org.failback.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One budget of time for everything that a delegate does. */
public record Deadline(Clock clock, Instant end) {
    public static Deadline in(Duration budget, Clock clock) {
        return new Deadline(clock, clock.instant().plus(budget));
    }

    /** Time left; never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean passed() {
        return left().isZero();
    }
}
