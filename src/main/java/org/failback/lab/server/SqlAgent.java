package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.SqlError;

/**
 * SQL Server Agent of one instance: its jobs and what it remembers of them. What msdb holds outlives a stop of the
 * Agent; what it was running does not.
 */
final class SqlAgent {
    /** A run of the Agent itself, a row of {@code syssessions}. */
    record AgentSession(int id, LocalDateTime started) {}

    private final Instance instance;
    private final Map<UUID, AgentJob> jobs = new LinkedHashMap<>();
    private final Map<Integer, String> categories = new LinkedHashMap<>();
    private final List<AgentSchedule> schedules = new ArrayList<>();
    private final List<AgentSession> sessions = new ArrayList<>();
    private final List<JobActivity> activity = new ArrayList<>();
    private final Map<UUID, JobRun> running = new LinkedHashMap<>();
    private final JobHistory history = new JobHistory();
    private final List<ServerSession> own = new ArrayList<>();
    private AgentScheduler scheduler;
    private int lastLog;

    SqlAgent(Instance instance) {
        this.instance = instance;
        categories.put(0, "[Uncategorized (Local)]");
        categories.put(1, "Jobs from MSX");
        categories.put(2, "[Uncategorized (Multi-Server)]");
        categories.put(3, "Database Maintenance");
        categories.put(5, "Full-Text");
        categories.put(6, "Log Shipping");
        categories.put(7, "Database Engine Tuning Advisor");
        categories.put(8, "Data Collector");
    }

    Map<UUID, AgentJob> jobs() {
        return jobs;
    }

    Map<Integer, String> categories() {
        return categories;
    }

    List<AgentSchedule> schedules() {
        return schedules;
    }

    List<AgentSession> sessions() {
        return sessions;
    }

    List<JobActivity> activity() {
        return activity;
    }

    JobHistory history() {
        return history;
    }

    int nextLogId() {
        return ++lastLog;
    }

    boolean isRunning() {
        return !own.isEmpty();
    }

    AgentJob job(String name) {
        return jobs.values().stream()
                .filter(job -> job.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    boolean isRunning(AgentJob job) {
        return running.containsKey(job.id());
    }

    void start() {
        if (isRunning()) {
            return;
        }
        ServerLogin login = instance.login(instance.accounts().agent());
        String host = instance.host().name();
        own.add(instance.openSession(login, host, "SQLAgent - Generic Refresher", "msdb"));
        own.add(instance.openSession(login, host, "SQLAgent - Email Logger", "msdb"));
        sessions.add(new AgentSession(sessions.size() + 1, instance.estate().now()));
        jobs.values().stream().filter(AgentJob::hasServer).forEach(this::activityOf);
        scheduler = new AgentScheduler(instance);
        scheduler.begin();
        instance.estate().changed().signalAll();
    }

    /** Ends the Agent: its steps die where they are, and no history tells of them. */
    void stop() {
        for (JobRun run : List.copyOf(running.values())) {
            run.abandon();
        }
        running.clear();
        if (scheduler != null) {
            scheduler.end();
            scheduler = null;
        }
        own.forEach(instance::closeSession);
        own.clear();
        instance.estate().changed().signalAll();
    }

    /** The row of this job for the Agent's present run; made when it is missing. */
    JobActivity activityOf(AgentJob job) {
        int session = sessions.isEmpty() ? 0 : sessions.get(sessions.size() - 1).id();
        for (JobActivity row : activity) {
            if (row.session() == session && row.job().equals(job.id())) {
                return row;
            }
        }
        JobActivity row = new JobActivity(session, job.id());
        activity.add(row);
        return row;
    }

    /** Asks for a run and returns at once, as sp_start_job does. */
    void request(AgentJob job, String requester, String stepName) throws SqlError {
        if (!job.hasServer()) {
            throw Errors.of(14256, job.name(), job.id().toString().toUpperCase(java.util.Locale.ROOT));
        }
        requireRunning();
        if (isRunning(job)) {
            throw Errors.of(
                    22022,
                    "SQLServerAgent Error: Request to run job " + job.name() + " (from User " + requester
                            + ") refused because the job is already running from a request by User " + requester + ".");
        }
        if (job.steps().isEmpty()) {
            throw Errors.of(
                    22022,
                    "SQLServerAgent Error: Request to run job " + job.name() + " (from User " + requester
                            + ") refused because the job has no job steps.");
        }
        int first = stepName == null
                ? job.startStep()
                : job.steps().stream()
                        .filter(step -> step.name().equalsIgnoreCase(stepName))
                        .mapToInt(AgentStep::id)
                        .findFirst()
                        .orElse(job.startStep());
        begin(job, JobActivity.BY_USER, "User " + requester, first);
    }

    private void begin(AgentJob job, String source, String invokedBy, int first) {
        activityOf(job).request(instance.estate().now(), source);
        JobRun run = new JobRun(instance, job, invokedBy, first);
        running.put(job.id(), run);
        run.begin();
    }

    /** A schedule is due. A job that still runs is left to it, and this time is lost. */
    void fire(AgentJob job, AgentSchedule schedule) {
        if (isRunning(job) || job.steps().isEmpty()) {
            return;
        }
        String invokedBy = "Schedule " + schedule.id() + " (" + schedule.name() + ")";
        begin(job, JobActivity.BY_SCHEDULE, invokedBy, job.startStep());
    }

    /** The schedules by which the Agent may start the job: none of a disabled job. */
    List<AgentSchedule> schedulesOf(AgentJob job) {
        if (!job.isEnabled() || !job.hasServer()) {
            return List.of();
        }
        return schedules.stream()
                .filter(schedule -> job.schedules().contains(schedule.id()))
                .toList();
    }

    /** When a schedule starts the job next; null for never. */
    LocalDateTime nextRun(AgentJob job, int schedule) {
        return schedulesOf(job).stream()
                .filter(one -> one.id() == schedule)
                .map(one -> new ScheduleTimes(one).after(instance.estate().now()))
                .filter(due -> due != null)
                .findFirst()
                .orElse(null);
    }

    /** When any schedule starts the job of this row next; null for never, and for a row of an earlier Agent. */
    LocalDateTime nextRun(JobActivity row) {
        AgentJob job = jobs.get(row.job());
        if (job == null || !isRunning() || row.session() != sessions.size()) {
            return null;
        }
        return job.schedules().stream()
                .map(schedule -> nextRun(job, schedule))
                .filter(due -> due != null)
                .min(LocalDateTime::compareTo)
                .orElse(null);
    }

    void cancel(AgentJob job, String requester) throws SqlError {
        requireRunning();
        JobRun run = running.get(job.id());
        if (run == null) {
            throw Errors.of(
                    22022,
                    "SQLServerAgent Error: Request to stop job " + job.name() + " (from User " + requester
                            + ") refused because the job is not currently running.");
        }
        run.cancel(requester);
    }

    void requireRunning() throws SqlError {
        if (!isRunning()) {
            throw Errors.of(22022, "SQLServerAgent is not currently running so it cannot be notified of this action.");
        }
    }

    void remove(AgentJob job) {
        JobRun run = running.remove(job.id());
        if (run != null) {
            run.abandon();
        }
        jobs.remove(job.id());
        activity.removeIf(row -> row.job().equals(job.id()));
        history.forget(job.id());
    }

    int nextScheduleId() {
        return schedules.stream().mapToInt(AgentSchedule::id).max().orElse(8) + 1;
    }

    /** Takes away those schedules that no job uses any more; returns them. */
    List<AgentSchedule> removeUnused(Set<Integer> ids) {
        List<AgentSchedule> unused = schedules.stream()
                .filter(one -> ids.contains(one.id()))
                .filter(one ->
                        jobs.values().stream().noneMatch(job -> job.schedules().contains(one.id())))
                .toList();
        schedules.removeAll(unused);
        return unused;
    }

    void ended(JobRun run) {
        running.remove(run.job().id(), run);
        instance.estate().changed().signalAll();
    }
}
