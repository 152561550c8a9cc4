package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.UUID;

/**
 * A row of {@code sysjobactivity}. It belongs to one run of the Agent: a row of an earlier one says nothing about now,
 * even when it looks as if the job were running.
 */
final class JobActivity {
    static final String BY_SCHEDULE = "1";
    static final String BY_USER = "4";
    private final int session;
    private final UUID job;
    private LocalDateTime requested;
    private String source;
    private LocalDateTime started;
    private LocalDateTime lastStepAt;
    private Integer lastStep;
    private LocalDateTime stopped;
    private Integer historyId;

    JobActivity(int session, UUID job) {
        this.session = session;
        this.job = job;
    }

    int session() {
        return session;
    }

    UUID job() {
        return job;
    }

    void request(LocalDateTime at, String by) {
        requested = at;
        source = by;
        started = null;
        lastStep = null;
        lastStepAt = null;
        stopped = null;
        historyId = null;
    }

    void start(LocalDateTime at) {
        started = at;
    }

    void step(int number, LocalDateTime at) {
        lastStep = number;
        lastStepAt = at;
    }

    void stop(LocalDateTime at, int history) {
        stopped = at;
        historyId = history;
    }

    LocalDateTime requested() {
        return requested;
    }

    /** {@code run_requested_source}; null before the first request. */
    String source() {
        return source;
    }

    LocalDateTime started() {
        return started;
    }

    LocalDateTime lastStepAt() {
        return lastStepAt;
    }

    Integer lastStep() {
        return lastStep;
    }

    LocalDateTime stopped() {
        return stopped;
    }

    Integer historyId() {
        return historyId;
    }
}
