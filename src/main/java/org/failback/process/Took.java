package org.failback.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.failback.step.Verdict;

/** How long a step took in this run: from the moment its command was sent until it was proved. */
final class Took {
    private Took() {}

    static Optional<Duration> of(Run run, String step) {
        Optional<Instant> begun = run.of(Entry.Kind.INTENT)
                .filter(intent -> intent.step().equals(step))
                .reduce((earlier, later) -> later)
                .map(Entry::at);
        return begun.flatMap(at -> run.of(Entry.Kind.FOUND)
                .filter(found -> found.step().equals(step)
                        && found.at().isAfter(at)
                        && Verdict.DONE.name().equals(found.data().get("verdict")))
                .findFirst()
                .map(found -> Duration.between(at, found.at())));
    }
}
