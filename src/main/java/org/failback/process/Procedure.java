package org.failback.process;

import java.util.List;
import java.util.Optional;
import org.failback.step.Plan;
import org.failback.step.Step;

/** The steps in the order in which the process takes them, the way back last. */
public record Procedure(List<Part> parts) {
    /** When a step's turn comes. */
    public enum When {
        /** On the straight way. */
        ALWAYS,
        /** Only where a person chose it at "Decide how to go on". */
        ON_DECISION,
        /** Only on the way back. */
        GOING_BACK
    }

    /**
     * A step in its place.
     *
     * @param phase the phase's name as people read it in the diagram
     */
    public record Part(String phase, Step step, When when) {}

    public Optional<Step> step(String name) {
        return parts.stream().map(Part::step).filter(s -> s.name().equals(name)).findFirst();
    }

    /** Every step once, in order. */
    public List<Step> steps() {
        return parts.stream().map(Part::step).distinct().toList();
    }

    public Plan plan() {
        return new Plan(steps());
    }
}
