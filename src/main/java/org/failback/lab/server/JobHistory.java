package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code sysjobhistory}: a row when a step ends and one for the whole job, trimmed as the Agent trims it. */
final class JobHistory {
    static final int FAILED = 0;
    static final int SUCCEEDED = 1;
    static final int CANCELLED = 3;
    private static final int MESSAGE_LENGTH = 4000;
    private static final int USUAL_ROWS_PER_JOB = 100;
    private static final int USUAL_ROWS_IN_ALL = 1000;

    /**
     * One row; {@code step} 0 stands for the job.
     *
     * @param shown from when on msdb shows it
     */
    record Row(
            int id,
            UUID job,
            int step,
            String stepName,
            int messageId,
            int severity,
            String message,
            int status,
            LocalDateTime started,
            Duration duration,
            Instant shown) {

        private Row shownBy(Instant now) {
            return shown.isAfter(now)
                    ? new Row(id, job, step, stepName, messageId, severity, message, status, started, duration, now)
                    : this;
        }

        int runDate() {
            return started.getYear() * 10000 + started.getMonthValue() * 100 + started.getDayOfMonth();
        }

        int runTime() {
            return started.getHour() * 10000 + started.getMinute() * 100 + started.getSecond();
        }

        int runDuration() {
            return (int) duration.toHours() * 10000 + duration.toMinutesPart() * 100 + duration.toSecondsPart();
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private int last;
    private Duration delay = Duration.ZERO;
    private int rowsPerJob = USUAL_ROWS_PER_JOB;
    private int rowsInAll = USUAL_ROWS_IN_ALL;

    /** The rows that msdb shows at a moment. */
    List<Row> rows(Instant now) {
        return rows.stream().filter(row -> !row.shown().isAfter(now)).toList();
    }

    /** From now on rows appear so much later than what they tell of. */
    void delay(Duration by) {
        delay = by;
    }

    /** Keeps no more rows than these, and drops the oldest at once. */
    void limit(int perJob, int inAll) {
        rowsPerJob = perJob;
        rowsInAll = inAll;
        rows.stream().map(Row::job).distinct().toList().forEach(this::trim);
    }

    /** Rows appear at once again, also those that are late, and as many are kept as a fresh installation keeps. */
    void forgetFaults(Instant now) {
        delay(Duration.ZERO);
        rows.replaceAll(row -> row.shownBy(now));
        limit(USUAL_ROWS_PER_JOB, USUAL_ROWS_IN_ALL);
    }

    Row add(
            AgentJob job,
            int step,
            String stepName,
            StepResult result,
            String message,
            int status,
            LocalDateTime started,
            Duration duration,
            Instant now) {
        String cut = message.length() <= MESSAGE_LENGTH ? message : message.substring(0, MESSAGE_LENGTH);
        Row row = new Row(
                ++last,
                job.id(),
                step,
                stepName,
                result.lastNumber(),
                result.lastSeverity(),
                cut,
                status,
                started,
                duration,
                now.plus(delay));
        rows.add(row);
        trim(job.id());
        return row;
    }

    void forget(UUID job) {
        rows.removeIf(row -> row.job().equals(job));
    }

    private void trim(UUID job) {
        while (rows.stream().filter(row -> row.job().equals(job)).count() > rowsPerJob) {
            rows.remove(rows.stream()
                    .filter(row -> row.job().equals(job))
                    .findFirst()
                    .orElseThrow());
        }
        while (rows.size() > rowsInAll) {
            rows.remove(0);
        }
    }
}
