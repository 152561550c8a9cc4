package org.failback.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Entry;
import org.failback.step.Finding;
import org.failback.step.Run;

/** From the first step of going live on, P is the live copy: whatever overwrites it or competes with it is over for good. */
final class GoLive {
    /** The steps that hand the pool over to P. */
    static final List<String> STEPS = List.of("setPoolState", "setActiveServers");

    private GoLive() {}

    static Optional<Finding> objection(Run run, String what) {
        return run.of(Entry.Kind.INTENT)
                .filter(entry -> STEPS.contains(entry.step()))
                .findFirst()
                .map(entry -> Finding.blocked(
                        what + " is out of the question: the pool has gone live on the primary (" + entry.step() + ", "
                                + entry.at() + ").",
                        "Nothing may overwrite the live copy. Go forward; what is missing there is repaired there.",
                        "manager",
                        Map.of("went live", String.valueOf(entry.at()))));
    }
}
