package org.failback.lync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.failback.step.Run;

/**
 * How long a step waits for a change to arrive before people are asked.
 *
 * @param step whose findings carry {@link ChatPool#SEEN_AT}
 */
record Patience(String step, Duration duration) {
    /**
     * Counts from the change; anew when people let the step begin anew, since they did something about it.
     *
     * @param change when it was made; empty where this run did not make it
     * @param now by the same clock
     */
    boolean isOver(Run run, Optional<Instant> change, Instant now) {
        Optional<Instant> firstLook = run.firstFound(step)
                .map(found -> found.data().get(ChatPool.SEEN_AT))
                .flatMap(Changes::instant);
        Optional<Instant> since = run.attempt(step) > 1 ? firstLook : change.or(() -> firstLook);
        return since.map(from -> from.plus(duration).isBefore(now)).orElse(false);
    }

    long minutes() {
        return duration.toMinutes();
    }
}
