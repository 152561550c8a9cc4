package org.failback.lab.server;

import java.util.UUID;

/** A step of a job. Actions are those of {@code sysjobsteps}: 1 quit with success, 2 with failure, 3 next, 4 go to. */
final class AgentStep {
    /** What to do when a step has ended. */
    record Flow(int action, int step) {}

    private final UUID uid = UUID.randomUUID();
    private final int id;
    private final String name;
    private final String subsystem;
    private final String command;
    private final String database;
    private final int flags;
    private final Flow onSuccess;
    private final Flow onFailure;
    private StepLog log;
    private JobHistory.Row last;

    AgentStep(
            int id,
            String name,
            String subsystem,
            String command,
            String database,
            int flags,
            Flow onSuccess,
            Flow onFailure) {
        this.id = id;
        this.name = name;
        this.subsystem = subsystem;
        this.command = command;
        this.database = database;
        this.flags = flags;
        this.onSuccess = onSuccess;
        this.onFailure = onFailure;
    }

    UUID uid() {
        return uid;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    String subsystem() {
        return subsystem;
    }

    String command() {
        return command;
    }

    String database() {
        return database;
    }

    int flags() {
        return flags;
    }

    /** Whether its messages are kept whole in {@code sysjobstepslogs}. */
    boolean logsToTable() {
        return (flags & 24) != 0;
    }

    boolean appends() {
        return (flags & 16) != 0;
    }

    Flow onSuccess() {
        return onSuccess;
    }

    Flow onFailure() {
        return onFailure;
    }

    /** Its kept messages; null before its first run and without the flags for it. */
    StepLog log() {
        return log;
    }

    void setLog(StepLog newLog) {
        log = newLog;
    }

    /** The row of its last run; null before the first. */
    JobHistory.Row last() {
        return last;
    }

    void setLast(JobHistory.Row row) {
        last = row;
    }
}
