package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tables of msdb that belong to SQL Server Agent. */
final class AgentViews {
    private AgentViews() {}

    static void addTo(Map<String, Catalog.Source> views) {
        View<AgentJob> jobs = jobs();
        views.put(
                "msdb.dbo.sysjobs",
                (session, database) -> jobs.of(agent(session).jobs().values()));
        views.put(
                "msdb.dbo.sysjobs_view",
                (session, database) -> jobs.of(agent(session).jobs().values()));
        View<AgentJob> servers = new View<AgentJob>()
                .guid("job_id", AgentJob::id)
                .integer("server_id", job -> 0)
                .tiny("last_run_outcome", job -> last(job, JobHistory.Row::status, 5))
                .longText("last_outcome_message", job -> last(job, JobHistory.Row::message, null))
                .integer("last_run_date", job -> last(job, JobHistory.Row::runDate, 0))
                .integer("last_run_time", job -> last(job, JobHistory.Row::runTime, 0))
                .integer("last_run_duration", job -> last(job, JobHistory.Row::runDuration, 0));
        views.put(
                "msdb.dbo.sysjobservers",
                (session, database) -> servers.of(agent(session).jobs().values().stream()
                        .filter(AgentJob::hasServer)
                        .toList()));
        View<Map.Entry<Integer, String>> categories = new View<Map.Entry<Integer, String>>()
                .integer("category_id", Map.Entry::getKey)
                .integer("category_class", row -> 1)
                .tiny("category_type", row -> 1)
                .text("name", Map.Entry::getValue);
        views.put(
                "msdb.dbo.syscategories",
                (session, database) -> categories.of(agent(session).categories().entrySet()));
        addSteps(views);
        addRuns(views);
        addSchedules(views);
    }

    private static Object last(AgentJob job, Function<JobHistory.Row, Object> fact, Object otherwise) {
        return job.lastRun() == null ? otherwise : fact.apply(job.lastRun());
    }

    private static SqlEstate estate(ServerSession session) {
        return session.instance().estate();
    }

    private static SqlAgent agent(ServerSession session) {
        return session.instance().agent();
    }

    private static View<AgentJob> jobs() {
        return new View<AgentJob>()
                .guid("job_id", AgentJob::id)
                .integer("originating_server_id", job -> job.isFromMaster() ? 1 : 0)
                .text("name", AgentJob::name)
                .tiny("enabled", job -> job.isEnabled() ? 1 : 0)
                .longText("description", AgentJob::description)
                .integer("start_step_id", AgentJob::startStep)
                .integer("category_id", AgentJob::category)
                .binary("owner_sid", 85, job -> job.owner().bytes())
                .integer("notify_level_eventlog", job -> 0)
                .integer("notify_level_email", job -> 0)
                .integer("notify_level_netsend", job -> 0)
                .integer("notify_level_page", job -> 0)
                .integer("delete_level", AgentJob::deleteLevel)
                .time("date_created", AgentJob::created)
                .time("date_modified", AgentJob::modified)
                .integer("version_number", AgentJob::version);
    }

    private record StepOf(AgentJob job, AgentStep step) {}

    private static List<StepOf> steps(ServerSession session) {
        List<StepOf> rows = new ArrayList<>();
        for (AgentJob job : agent(session).jobs().values()) {
            job.steps().forEach(step -> rows.add(new StepOf(job, step)));
        }
        return rows;
    }

    private static void addSteps(Map<String, Catalog.Source> views) {
        View<StepOf> steps = new View<StepOf>()
                .guid("job_id", row -> row.job().id())
                .integer("step_id", row -> row.step().id())
                .text("step_name", row -> row.step().name())
                .text("subsystem", row -> row.step().subsystem())
                .longText("command", row -> row.step().command())
                .integer("flags", row -> row.step().flags())
                .longText("additional_parameters", row -> null)
                .integer("cmdexec_success_code", row -> 0)
                .tiny("on_success_action", row -> row.step().onSuccess().action())
                .integer("on_success_step_id", row -> row.step().onSuccess().step())
                .tiny("on_fail_action", row -> row.step().onFailure().action())
                .integer("on_fail_step_id", row -> row.step().onFailure().step())
                .text("server", row -> null)
                .text(
                        "database_name",
                        row -> row.step().database().isEmpty()
                                ? null
                                : row.step().database())
                .text("database_user_name", row -> null)
                .integer("retry_attempts", row -> 0)
                .integer("retry_interval", row -> 0)
                .integer("os_run_priority", row -> 0)
                .text("output_file_name", row -> null)
                .integer(
                        "last_run_outcome",
                        row -> row.step().last() == null ? 0 : row.step().last().status())
                .integer(
                        "last_run_duration",
                        row -> row.step().last() == null ? 0 : row.step().last().runDuration())
                .integer("last_run_retries", row -> 0)
                .integer(
                        "last_run_date",
                        row -> row.step().last() == null ? 0 : row.step().last().runDate())
                .integer(
                        "last_run_time",
                        row -> row.step().last() == null ? 0 : row.step().last().runTime())
                .integer("proxy_id", row -> null)
                .guid("step_uid", row -> row.step().uid());
        views.put("msdb.dbo.sysjobsteps", (session, database) -> steps.of(steps(session)));
        View<StepOf> logs = new View<StepOf>()
                .integer("log_id", row -> row.step().log().id())
                .longText("log", row -> row.step().log().text())
                .time("date_created", row -> row.step().log().created())
                .time("date_modified", row -> row.step().log().modified())
                .big("log_size", row -> (long) row.step().log().text().length() * 2)
                .guid("step_uid", row -> row.step().uid());
        views.put(
                "msdb.dbo.sysjobstepslogs",
                (session, database) -> logs.of(steps(session).stream()
                        .filter(row -> row.step().log() != null)
                        .toList()));
    }

    private static void addRuns(Map<String, Catalog.Source> views) {
        View<SqlAgent.AgentSession> sessions = new View<SqlAgent.AgentSession>()
                .integer("session_id", SqlAgent.AgentSession::id)
                .time("agent_start_date", SqlAgent.AgentSession::started);
        views.put(
                "msdb.dbo.syssessions",
                (session, database) -> sessions.of(agent(session).sessions()));
        views.put(
                "msdb.dbo.sysjobactivity",
                (session, database) ->
                        activity(agent(session)).of(agent(session).activity()));
        views.put(
                "msdb.dbo.sysjobhistory",
                (session, database) -> history(session.instance().name())
                        .of(agent(session).history().rows(estate(session).instant())));
    }

    private static View<JobActivity> activity(SqlAgent agent) {
        return new View<JobActivity>()
                .integer("session_id", JobActivity::session)
                .guid("job_id", JobActivity::job)
                .time("run_requested_date", JobActivity::requested)
                .text("run_requested_source", JobActivity::source)
                .time("queued_date", row -> null)
                .time("start_execution_date", JobActivity::started)
                .integer("last_executed_step_id", JobActivity::lastStep)
                .time("last_executed_step_date", JobActivity::lastStepAt)
                .time("stop_execution_date", JobActivity::stopped)
                .integer("job_history_id", JobActivity::historyId)
                .time("next_scheduled_run_date", row -> agent.nextRun(row));
    }

    private static View<JobHistory.Row> history(String server) {
        return new View<JobHistory.Row>()
                .integer("instance_id", JobHistory.Row::id)
                .guid("job_id", JobHistory.Row::job)
                .integer("step_id", JobHistory.Row::step)
                .text("step_name", JobHistory.Row::stepName)
                .integer("sql_message_id", JobHistory.Row::messageId)
                .integer("sql_severity", JobHistory.Row::severity)
                .longText("message", JobHistory.Row::message)
                .integer("run_status", JobHistory.Row::status)
                .integer("run_date", JobHistory.Row::runDate)
                .integer("run_time", JobHistory.Row::runTime)
                .integer("run_duration", JobHistory.Row::runDuration)
                .integer("operator_id_emailed", row -> 0)
                .integer("operator_id_netsent", row -> 0)
                .integer("operator_id_paged", row -> 0)
                .integer("retries_attempted", row -> 0)
                .text("server", row -> server);
    }

    private record Attached(AgentJob job, int schedule, LocalDateTime next) {
        int day() {
            return next == null ? 0 : AgentSchedule.date(next);
        }

        int time() {
            return next == null ? 0 : next.getHour() * 10000 + next.getMinute() * 100 + next.getSecond();
        }
    }

    private static void addSchedules(Map<String, Catalog.Source> views) {
        View<AgentSchedule> schedules = new View<AgentSchedule>()
                .integer("schedule_id", AgentSchedule::id)
                .guid("schedule_uid", AgentSchedule::uid)
                .integer("originating_server_id", row -> 0)
                .text("name", AgentSchedule::name)
                .binary("owner_sid", 85, row -> row.owner().bytes())
                .integer("enabled", row -> row.enabled() ? 1 : 0);
        for (String column : AgentSchedule.COLUMNS) {
            schedules.integer(column, row -> row.setting(column));
        }
        schedules.time("date_created", AgentSchedule::created).time("date_modified", AgentSchedule::created);
        views.put(
                "msdb.dbo.sysschedules",
                (session, database) -> schedules.of(agent(session).schedules()));
        View<Attached> attached = new View<Attached>()
                .integer("schedule_id", Attached::schedule)
                .guid("job_id", row -> row.job().id())
                .integer("next_run_date", Attached::day)
                .integer("next_run_time", Attached::time);
        views.put("msdb.dbo.sysjobschedules", (session, database) -> {
            List<Attached> rows = new ArrayList<>();
            SqlAgent agent = agent(session);
            for (AgentJob job : agent.jobs().values()) {
                job.schedules().forEach(id -> rows.add(new Attached(job, id, agent.nextRun(job, id))));
            }
            return attached.of(rows);
        });
    }
}
