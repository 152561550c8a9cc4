package org.failback.step;

import java.util.List;
import java.util.Map;

/**
 * One thing that has to be true at the end, with the way to see whether it is and the commands that make it so.
 *
 * <p>Everything may be repeated at any time, by any node, after any crash: {@link #look} is the one truth, and {@link
 * #commands} never depends on it.
 */
public interface Step {
    /** Lower camel case, the same as the delegate's bean and the key in the journal: {@code backUpMgc}. */
    String name();

    /** A sentence for people, verb first: {@code Back up mgc}. */
    String title();

    /** What must have been approved before a command of this step may be sent. */
    Gate gate();

    /** Reads the estate. Never changes anything; every remote call in it has a deadline. */
    Finding look(Run run);

    /**
     * What acting would send, in order. Pure: the same facts give the same text. A fact that is not known yet stands
     * there as {@code {name}}.
     */
    List<Command> commands(Facts facts);

    /**
     * Facts that acting needs and that only the estate can tell (a file name, a MOVE list). Asked before a gate shows
     * the commands and again before acting; the answer is journaled, and the first answer of an attempt stays.
     */
    default Map<String, String> facts(Run run) {
        return Map.of();
    }

    /** Whether the work goes on by itself after the command returned, so that the process waits for it. */
    default boolean longRunning() {
        return false;
    }

    /** True when the step's commands run only if its look finds them needed, as removing mirroring on the primary. */
    default boolean onlyIfNeeded() {
        return false;
    }

    /** What looking again says after acting; a step whose answers read the estate back need not ask twice. */
    default Finding lookAgain(Run run, List<Answer> answers) {
        return look(run);
    }
}
