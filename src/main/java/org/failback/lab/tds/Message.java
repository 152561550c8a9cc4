package org.failback.lab.tds;

/** An error (severity 11 and up) or an informational message (up to 10) as a server sends it. */
public record Message(int number, int severity, int state, String text, String procedure, int line) {
    public static Message info(int number, String text) {
        return new Message(number, 0, 1, text, "", 1);
    }

    /** An error that costs the client its connection. */
    public boolean isFatal() {
        return severity >= 20;
    }

    public boolean isError() {
        return severity > 10;
    }
}
