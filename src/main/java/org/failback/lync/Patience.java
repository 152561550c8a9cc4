package org.failback.lync;

import java.time.Duration;
import java.time.Instant;
import org.failback.step.InWords;
import org.failback.step.Run;

/**
 * How long a step waits for a change to arrive before people are asked.
 *
 * @param step whose findings carry {@link ChatPool#SEEN_AT}
 */
record Patience(String step, Duration duration) {
    /**
     * Counts from the first look after people last decided anything, since they may have done something about it.
     *
     * @param now by the clock that the findings tell
     */
    boolean isOver(Run run, Instant now) {
        return run.firstFoundSinceDecision(step)
                .map(found -> found.data().get(ChatPool.SEEN_AT))
                .flatMap(Changes::instant)
                .map(from -> from.plus(duration).isBefore(now))
                .orElse(false);
    }

    String inWords() {
        return InWords.of(duration);
    }
}
