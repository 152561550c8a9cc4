package org.failback.lab.lync;

/** The script's own guard said no. */
final class Denied extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Denied(String reason, String text) {
        super(text);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
