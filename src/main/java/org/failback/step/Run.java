package org.failback.step;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One failback as its journal tells it at the moment it was read. */
public record Run(String id, List<Entry> entries) {
    /** Key in a decision's data: {@code approve}, {@code refuse}, {@code tryAgain}, {@code goBack} … */
    public static final String CHOICE = "choice";
    /** Key in a decision's data: the gate it was taken at. */
    public static final String GATE = "gate";

    /** Key in a decision's data: FQDNs of the servers that operators confirmed as active, separated by {@code ", "}. */
    public static final String ACTIVE_SERVERS = "activeServers";

    public static final String APPROVE = "approve";
    public static final String REFUSE = "refuse";
    public static final String GO_BACK = "goBack";
    /** To go on although a step cannot be proved as it should be; somebody's name stands for it. */
    public static final String WAIVE = "waive";

    public static Run read(String id, Journal journal) {
        return new Run(id, journal.entries(id));
    }

    /** 1, and one more for each time that people decided to go on after this step had failed. */
    public int attempt(String step) {
        return 1
                + (int) of(Entry.Kind.DECISION)
                        .filter(e -> e.step().equals(step)
                                && !GO_BACK.equals(e.data().get(CHOICE)))
                        .count();
    }

    /** Facts with the newest value of each, this run's id and the attempt of the step they are for. */
    public Facts facts(String step) {
        Map<String, String> values = new HashMap<>();
        of(Entry.Kind.FACT).forEach(e -> values.putAll(e.data()));
        values.put(Facts.RUN, id);
        values.put(Facts.ATTEMPT, String.valueOf(attempt(step)));
        return Facts.of(values);
    }

    /** Facts as a gate shows them: the attempt is left open, since people may let a step begin anew after the gate. */
    public Facts factsAtGate() {
        return factsAtGate(Long.MAX_VALUE);
    }

    /**
     * Facts that were known when a gate was decided, with the values they have now: a value that moved since shows, a
     * fact that only came up later does not.
     *
     * @param decision number of the decision's entry
     */
    public Facts factsAtGate(long decision) {
        Set<String> known = new HashSet<>();
        of(Entry.Kind.FACT)
                .filter(e -> e.number() < decision)
                .forEach(e -> known.addAll(e.data().keySet()));
        Map<String, String> values = new HashMap<>();
        of(Entry.Kind.FACT).forEach(e -> values.putAll(e.data()));
        values.keySet().retainAll(known);
        values.put(Facts.RUN, id);
        return Facts.of(values);
    }

    /** What the fact was last said to be. */
    public Optional<String> fact(String name) {
        return of(Entry.Kind.FACT)
                .filter(e -> e.data().containsKey(name))
                .reduce((a, b) -> b)
                .map(e -> e.data().get(name));
    }

    /** The earliest finding of this step in its current attempt, for what needs two looks some time apart. */
    public Optional<Entry> firstFound(String step) {
        long since = of(Entry.Kind.DECISION)
                .filter(e -> e.step().equals(step))
                .mapToLong(Entry::number)
                .max()
                .orElse(0);
        return of(Entry.Kind.FOUND)
                .filter(e -> e.step().equals(step) && e.number() > since)
                .findFirst();
    }

    /** The newest finding of this step. */
    public Optional<Entry> lastFound(String step) {
        return of(Entry.Kind.FOUND).filter(e -> e.step().equals(step)).reduce((a, b) -> b);
    }

    /** What was last said of this step that somebody has to know. */
    public Optional<Entry> lastNote(String step) {
        return of(Entry.Kind.NOTE).filter(e -> e.step().equals(step)).reduce((a, b) -> b);
    }

    /** Whether this step last failed so that going on may lose data. */
    public boolean dataAtRisk(String step) {
        return lastNote(step)
                .filter(e -> Sort.ENDANGERS.name().equals(e.data().get(Sort.KEY)))
                .isPresent();
    }

    /** Whether a command of this step was ever about to be sent. */
    public boolean intended(String step) {
        return of(Entry.Kind.INTENT).anyMatch(e -> e.step().equals(step));
    }

    /** Who last decided to go on although this step cannot be proved, if that was the last decision on it. */
    public Optional<Entry> waiver(String step) {
        return decision(step).filter(entry -> WAIVE.equals(entry.data().get(CHOICE)));
    }

    /** The earliest finding of this step since people last decided anything, for waits that begin anew then. */
    public Optional<Entry> firstFoundSinceDecision(String step) {
        long since = of(Entry.Kind.DECISION).mapToLong(Entry::number).max().orElse(0);
        return of(Entry.Kind.FOUND)
                .filter(e -> e.step().equals(step) && e.number() > since)
                .findFirst();
    }

    /** The newest decision at this gate or on this step. */
    public Optional<Entry> decision(String where) {
        return of(Entry.Kind.DECISION).filter(e -> e.step().equals(where)).reduce((a, b) -> b);
    }

    /** The servers that operators last confirmed as those to be active; a refusal confirms none. */
    public Optional<List<String>> confirmedServers() {
        return of(Entry.Kind.DECISION)
                .filter(e -> e.data().containsKey(ACTIVE_SERVERS)
                        && !REFUSE.equals(e.data().get(CHOICE)))
                .reduce((a, b) -> b)
                .map(e -> Stream.of(e.data().get(ACTIVE_SERVERS).split(","))
                        .map(String::strip)
                        .filter(server -> !server.isEmpty())
                        .toList())
                .filter(servers -> !servers.isEmpty());
    }

    public Stream<Entry> of(Entry.Kind kind) {
        return entries.stream().filter(e -> e.kind() == kind);
    }
}
