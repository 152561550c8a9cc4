package org.failback.step;

/** A step that a person has to decide on: what failed, where, why, what to do, whose it is, the server's own words. */
public final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Sort sort;
    private final String step;
    private final String host;
    private final String remedy;
    private final String owner;

    /** Somebody has to act, and no data is at risk. */
    public StepFailed(String step, String host, String reason, String remedy, String owner) {
        this(Sort.ASKS, step, host, reason, remedy, owner);
    }

    /** @param sort of what stood in the way; one that may settle by itself has not done so in time */
    public StepFailed(Sort sort, String step, String host, String reason, String remedy, String owner) {
        super(reason);
        this.sort = sort;
        this.step = step;
        this.host = host;
        this.remedy = remedy;
        this.owner = owner;
    }

    public Sort sort() {
        return sort;
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
