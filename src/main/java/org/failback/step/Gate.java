package org.failback.step;

/** The approvals that release commands. */
public enum Gate {
    /** Nothing has to be approved: the step touches only what this product made itself. */
    NONE,
    /** Managers approved the outage and every command of the plan. */
    OUTAGE_AND_PLAN,
    /** Managers approved, besides the plan, the resolved commands that overwrite the primary. */
    RESTORE
}
