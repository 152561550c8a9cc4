package org.failback.lab.server;

/**
 * How a step ended.
 *
 * @param history its messages as job history strings them together
 * @param log the same, a line each, as the step's log keeps them
 * @param lastNumber number of the last error, else of the last message; 0 for none
 */
record StepResult(boolean succeeded, String history, String log, int lastNumber, int lastSeverity) {
    static final StepResult NONE = new StepResult(true, "", "", 0, 0);

    static StepResult of(boolean succeeded, String text) {
        return new StepResult(succeeded, text, text, 0, 0);
    }
}
