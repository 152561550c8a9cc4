package org.failback.sqlserver;

/** An error or an informational message in the server's own words. */
record ServerMessage(int number, int severity, String text) {
    private static final int LOWEST_ERROR = 11;

    boolean isError() {
        return severity >= LOWEST_ERROR;
    }

    @Override
    public String toString() {
        return isError() ? text + " (error " + number + ")" : text;
    }
}
