package org.failback.step;

/** A step that a person has to decide on: what failed, where, why, what to do, whose it is, the server's own words. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String step;
    private final String host;
    private final String remedy;
    private final String owner;

    public StepFailed(String step, String host, String reason, String remedy, String owner) {
        super(reason);
        this.step = step;
        this.host = host;
        this.remedy = remedy;
        this.owner = owner;
    }

    public String step() {
        return step;
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
