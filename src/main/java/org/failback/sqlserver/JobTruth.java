package org.failback.sqlserver;

import java.time.LocalDateTime;
import java.util.List;

/**
 * What is true of the jobs of one operation of a run.
 *
 * @param job name of the job that decides; empty where there is none
 * @param description what that job was made for
 * @param created when it was made, by the server's clock; null where there is none
 * @param percent 0 to 100 where the server says how far it is, else -1
 * @param failedStep number of the step that failed by itself; 0 where history names none
 * @param errors every error number that its log and history hold, in order
 * @param words the end of its log
 */
record JobTruth(
        State state,
        String job,
        String description,
        LocalDateTime created,
        int percent,
        int failedStep,
        List<Integer> errors,
        String words) {
    /** What a job can be at. */
    enum State {
        /** There is no job of the current attempt, and none of an earlier one runs. */
        NONE,
        /** It was made and never asked to run. */
        CREATED,
        /** It runs or was asked to. */
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    static final JobTruth NONE = new JobTruth(State.NONE, "", "", null, -1, 0, List.of(), "");

    boolean is(State other) {
        return state == other;
    }
}
