package org.failback.lab.server;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;

/** The procedures of msdb that keep schedules; {@link AgentScheduler} fires them. */
final class ScheduleProcedures {
    private final ServerSession session;
    private final SqlAgent agent;
    private final Answer answer;

    ScheduleProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.agent = session.instance().agent();
        this.answer = answer;
    }

    void call(String procedure, List<Argument> arguments) throws SqlError {
        switch (procedure) {
            case "sp_add_schedule" -> add(new ProcedureCall(procedure, arguments, JobParameters.ADD_SCHEDULE));
            case "sp_attach_schedule" ->
                attach(new ProcedureCall(
                        procedure, arguments, "job_id", "job_name", "schedule_id", "schedule_name", "automatic_post"));
            case "sp_detach_schedule" ->
                detach(new ProcedureCall(
                        procedure,
                        arguments,
                        "job_id",
                        "job_name",
                        "schedule_id",
                        "schedule_name",
                        "delete_unused_schedule",
                        "automatic_post"));
            case "sp_delete_schedule" ->
                delete(new ProcedureCall(
                        procedure, arguments, "schedule_id", "schedule_name", "force_delete", "automatic_post"));
            case "sp_help_job" ->
                help(new ProcedureCall(procedure, arguments, "job_id", "job_name", "job_aspect", "job_type"));
            default -> throw new IllegalStateException(procedure);
        }
    }

    private void add(ProcedureCall call) throws SqlError {
        int id = agent.nextScheduleId();
        Map<String, Integer> settings = AgentProcedures.settings(call);
        if (settings.get("active_start_date") == 0) {
            settings.put(
                    "active_start_date",
                    AgentSchedule.date(session.instance().estate().now()));
        }
        check(settings);
        AgentSchedule made = new AgentSchedule(
                id,
                UUID.randomUUID(),
                call.required("schedule_name"),
                call.number("enabled", 1) != 0,
                session.login().sid(),
                session.instance().estate().now(),
                settings);
        agent.schedules().add(made);
        session.scope().onRollback(() -> agent.schedules().remove(made));
        call.returns("schedule_id", id);
        call.returns("schedule_uid", made.uid());
    }

    private void attach(ProcedureCall call) throws SqlError {
        AgentSchedule schedule = AgentProcedures.schedule(agent, call);
        AgentJob job = AgentProcedures.changeable(job(call));
        job.schedules().add(schedule.id());
        session.scope().onRollback(() -> job.schedules().remove(schedule.id()));
    }

    private AgentJob job(ProcedureCall call) throws SqlError {
        UUID id = call.guid("job_id");
        AgentJob job =
                id == null ? agent.job(call.required("job_name")) : agent.jobs().get(id);
        if (job == null) {
            throw AgentProcedures.missing("@job_name", call.text("job_name", String.valueOf(id)));
        }
        return job;
    }

    private void detach(ProcedureCall call) throws SqlError {
        AgentSchedule schedule = AgentProcedures.schedule(agent, call);
        AgentJob job = AgentProcedures.changeable(job(call));
        if (!job.schedules().remove(schedule.id())) {
            throw Errors.of(14374, schedule.name(), job.name());
        }
        List<AgentSchedule> unused =
                call.number("delete_unused_schedule", 0) == 0 ? List.of() : agent.removeUnused(Set.of(schedule.id()));
        session.scope().onRollback(() -> {
            job.schedules().add(schedule.id());
            agent.schedules().addAll(unused);
        });
    }

    private static void check(Map<String, Integer> settings) throws SqlError {
        among(settings, "freq_type", 1, 4, 8, 16, 32, 64, 128);
        among(settings, "freq_subday_type", 0, 1, 2, 4, 8);
        if (settings.get("freq_type") == 4 && settings.get("freq_interval") < 1) {
            throw invalid("freq_interval", "1..365");
        }
        for (String column : List.of("active_start_time", "active_end_time")) {
            int time = settings.get(column);
            if (time < 0 || time / 10000 > 23 || time / 100 % 100 > 59 || time % 100 > 59) {
                throw Errors.of(14287, "@" + column, "hour, minute or second");
            }
        }
        for (String column : List.of("active_start_date", "active_end_date")) {
            int day = settings.get(column);
            try {
                LocalDate.of(day / 10000, day / 100 % 100, day % 100);
            } catch (DateTimeException noDay) {
                throw invalid(column, "yyyymmdd");
            }
        }
    }

    private static void among(Map<String, Integer> settings, String column, Integer... values) throws SqlError {
        if (!List.of(values).contains(settings.get(column))) {
            throw invalid(column, List.of(values).toString());
        }
    }

    private static SqlError invalid(String column, String valid) {
        return Errors.of(14266, column, valid);
    }

    private void delete(ProcedureCall call) throws SqlError {
        AgentSchedule schedule = AgentProcedures.schedule(agent, call);
        boolean used =
                agent.jobs().values().stream().anyMatch(job -> job.schedules().contains(schedule.id()));
        if (used && call.number("force_delete", 0) == 0) {
            throw Errors.of(14372);
        }
        agent.jobs().values().forEach(job -> job.schedules().remove(schedule.id()));
        agent.schedules().remove(schedule);
        session.scope().onRollback(() -> agent.schedules().add(schedule));
    }

    private void help(ProcedureCall call) throws SqlError {
        UUID id = call.guid("job_id");
        String name = call.text("job_name", null);
        List<AgentJob> found = agent.jobs().values().stream()
                .filter(job -> id == null || job.id().equals(id))
                .filter(job -> name == null || job.name().equalsIgnoreCase(name))
                .toList();
        View<AgentJob> view = new View<AgentJob>()
                .guid("job_id", AgentJob::id)
                .text("originating_server", job -> session.instance().name())
                .text("name", AgentJob::name)
                .tiny("enabled", job -> job.isEnabled() ? 1 : 0)
                .longText("description", AgentJob::description)
                .integer("start_step_id", AgentJob::startStep)
                .text("category", job -> agent.categories().get(job.category()))
                .integer("delete_level", AgentJob::deleteLevel)
                .integer("current_execution_status", job -> agent.isRunning(job) ? 1 : 4)
                .integer("has_step", job -> job.steps().size())
                .integer("has_schedule", job -> job.schedules().size())
                .integer("has_target", job -> job.hasServer() ? 1 : 0);
        answer.columns(view.columns());
        found.forEach(job -> answer.row(view.row(job)));
        answer.endOfRows(found.size());
    }
}
