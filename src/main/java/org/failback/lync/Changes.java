package org.failback.lync;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.step.Entry;
import org.failback.step.Run;
import org.failback.step.Verdict;

/** When these steps changed the Central Management store, by the management server's clock. */
record Changes(List<String> steps) {
    static Changes of(String step) {
        return new Changes(List.of(step));
    }

    static Changes ofGoingLive() {
        return new Changes(List.of(SetActiveServers.NAME, SetPoolState.NAME));
    }

    /** The latest; empty where this run found everything as it should be. */
    Optional<Instant> latest(Run run) {
        return steps.stream().flatMap(step -> of(run, step).stream()).max(Comparator.naturalOrder());
    }

    private static Optional<Instant> of(Run run, String step) {
        return run.of(Entry.Kind.FOUND)
                .filter(entry -> entry.step().equals(step))
                .flatMap(entry -> at(entry.data()).stream())
                .reduce((earlier, later) -> later);
    }

    /** Where the answer was lost, the change came at least after the look that found it needed. */
    private static Optional<Instant> at(Map<String, String> found) {
        String changed = found.get(ClearActiveServers.CHANGED_AT);
        if (changed != null) {
            return instant(changed);
        }
        return Verdict.NEEDED.name().equals(found.get("verdict"))
                ? Optional.ofNullable(found.get(ChatPool.SEEN_AT)).flatMap(Changes::instant)
                : Optional.empty();
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException odd) {
            return Optional.empty();
        }
    }
}
