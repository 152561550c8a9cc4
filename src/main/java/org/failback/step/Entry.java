package org.failback.step;

import java.time.Instant;
import java.util.Map;

/**
 * One line of the journal.
 *
 * @param number counts from 1 within a run, without gaps
 * @param step name of the step or gate it belongs to; empty for the run as a whole
 * @param host where it happened; empty where that has no meaning
 * @param actor the person, or {@code failback} for the software itself
 * @param text what people read
 * @param data what software reads
 */
public record Entry(
        long number,
        String run,
        Instant at,
        Kind kind,
        String step,
        String host,
        String actor,
        String text,
        Map<String, String> data) {
    /** Who acts when nobody did. */
    public static final String SOFTWARE = "failback";

    /** What an entry records. */
    public enum Kind {
        RUN_STARTED,
        FACT,
        FOUND,
        INTENT,
        OUTCOME,
        DECISION,
        NOTE,
        RUN_ENDED
    }
}
