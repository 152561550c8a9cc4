package org.failback.lab;

/** The lab could not start; the message says why and what to do. */
public final class LabNotStarted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabNotStarted(String message, Throwable cause) {
        super(message, cause);
    }
}
