package org.failback.step;

/** A remote call that did not come back well. The message says what failed, on which host, why, and what to do next. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known about the effect, and whether trying again by itself makes sense. */
    public enum Kind {
        /** Nothing happened and the cause may pass: try again within the deadline. */
        TRANSIENT,
        /** The server said no. */
        REFUSED,
        /** Nobody knows whether it had its effect: look. */
        UNKNOWN
    }

    private final Kind kind;
    private final String host;
    private final String remedy;
    private final String owner;

    public RemoteFailure(Kind kind, String host, String message, String remedy, String owner, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.host = host;
        this.remedy = remedy;
        this.owner = owner;
    }

    public Kind kind() {
        return kind;
    }

    public String host() {
        return host;
    }

    public String remedy() {
        return remedy;
    }

    public String owner() {
        return owner;
    }
}
