package org.failback.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How the benchmarks sum up and write what they measured. */
final class Figures {
    private Figures() {}

    static Duration median(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
    }
}
