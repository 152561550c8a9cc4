package org.failback.estate;

/** A password is not where configuration says it lies. The message says which account and where, never the password. */
public final class MissingSecret extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingSecret(String message) {
        super(message);
    }
}
