package org.failback.contract;

/**
 * One message or error of a server.
 *
 * @param severity an error from 11 on
 */
record Told(int number, int severity, int state, String text) {
    private static final int LEAST_ERROR = 11;

    /** An error that is expected, whatever its words. */
    static Told error(int number, int severity) {
        return new Told(number, severity, 0, "");
    }

    boolean isError() {
        return severity >= LEAST_ERROR;
    }

    String inShort() {
        return number + " (severity " + severity + ")";
    }
}
