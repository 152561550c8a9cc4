package org.failback.lab.server;

/**
 * How a step ended.
 *
 * @param text its messages, each followed by where it came from, as the Agent strings them together
 * @param lastNumber number of the last error, else of the last message; 0 for none
 */
record StepResult(boolean succeeded, String text, int lastNumber, int lastSeverity) {
    static final StepResult NONE = new StepResult(true, "", 0, 0);
}
