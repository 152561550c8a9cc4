package org.failback.step;

/** A remote call that did not come back well. The message says what failed, on which host, why, and what to do next. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Sort sort;
    private final String host;
    private final String remedy;
    private final String owner;

    public RemoteFailure(Sort sort, String host, String message, String remedy, String owner, Throwable cause) {
        super(message, cause);
        this.sort = sort;
        this.host = host;
        this.remedy = remedy;
        this.owner = owner;
    }

    /** What is known about the effect, and what follows. */
    public Sort sort() {
        return sort;
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
