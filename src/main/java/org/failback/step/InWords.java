package org.failback.step;

import java.time.Duration;

/** Lengths of time as people read them in a sentence. */
public final class InWords {
    private InWords() {}

    /** {@code 45 s}, {@code 20 min}, {@code 1 min 30 s}, {@code 2 h}, {@code 2 h 5 min}: seconds only below an hour. */
    public static String of(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h" + and(duration.toMinutesPart(), "min");
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min" + and(duration.toSecondsPart(), "s")
                : duration.toSeconds() + " s";
    }

    private static String and(int rest, String unit) {
        return rest == 0 ? "" : " " + rest + " " + unit;
    }
}
