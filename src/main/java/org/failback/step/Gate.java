package org.failback.step;

/** The approvals that release commands. */
public enum Gate {
    /** Nothing has to be approved: the step touches only what this product made itself. */
    NONE(""),
    /** Managers approved the outage and every command of the plan. */
    OUTAGE_AND_PLAN("Approve outage and plan"),
    /** Managers approved, besides the plan, the resolved commands that overwrite the primary. */
    RESTORE("Approve restore over the primary"),
    /** Managers approved, besides the plan, overwriting the backup's copy and the log shipping that keeps it fresh. */
    OVERWRITE_BACKUP("Approve overwriting the backup copy"),
    /** Managers approved, besides the plan, handing the pool over to the primary with the servers operators confirmed. */
    GO_LIVE("Approve going live"),
    /** Managers approved, besides the plan, restoring the kept backup over the backup's copy, and what that costs. */
    RESTORE_COPY("Approve restoring the backup copy");

    private final String title;

    Gate(String title) {
        this.title = title;
    }

    /** Name of the task at which it is given; empty where nobody has to. */
    public String title() {
        return title;
    }
}
