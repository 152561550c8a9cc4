package org.failback.step;

/** The approvals that release commands. */
public enum Gate {
    /** Nothing has to be approved: the step touches only what this product made itself. */
    NONE,
    /** Managers approved the outage and every command of the plan. */
    OUTAGE_AND_PLAN,
    /** Managers approved, besides the plan, the resolved commands that overwrite the primary. */
    RESTORE,
    /** Managers approved, besides the plan, overwriting the backup's copy and the log shipping that keeps it fresh. */
    OVERWRITE_BACKUP,
    /** Managers approved, besides the plan, handing the pool over to the primary with the servers operators confirmed. */
    GO_LIVE
}
