package org.failback.access;

/** The application must not start like this; the message is one sentence that names the property and what is allowed. */
public final class AccessNotConfigured extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccessNotConfigured(String message) {
        super(message);
    }
}
