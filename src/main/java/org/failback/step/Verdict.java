package org.failback.step;

/** What a look can say. */
public enum Verdict {
    /** The estate is exactly in the state before the step. */
    NEEDED,
    /** Our own work on it is requested or in progress. */
    RUNNING,
    /** The estate is in the state after the step, whoever brought it there. */
    DONE,
    /** Anything else: a person has to act. */
    BLOCKED
}
