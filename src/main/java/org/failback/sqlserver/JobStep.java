package org.failback.sqlserver;

/**
 * One step of an Agent job.
 *
 * @param name what it does
 * @param subsystem what runs it
 * @param text the batch or command line, as people read it
 * @param onSuccess what follows where it succeeds
 * @param onFailure what follows where it fails; the Agent ends a T-SQL step at its first error
 */
record JobStep(String name, Subsystem subsystem, String text, Then onSuccess, Then onFailure) {
    /** What runs a step, by the names of sp_add_jobstep. */
    enum Subsystem {
        TSQL,
        CmdExec
    }

    /** What follows a step. */
    enum Then {
        SUCCEED(1),
        FAIL(2),
        NEXT(3);

        private final int action;

        Then(int action) {
            this.action = action;
        }

        /** As {@code @on_success_action} and {@code @on_fail_action} count it. */
        int action() {
            return action;
        }
    }

    static JobStep only(String name, String text) {
        return new JobStep(name, Subsystem.TSQL, text, Then.SUCCEED, Then.FAIL);
    }
}
