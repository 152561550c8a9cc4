package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Message;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Refusal;

/** The procedures of msdb that keep the jobs of SQL Server Agent. */
final class AgentProcedures {
    private static final Set<String> NAMES = Set.of(
            "sp_add_category",
            "sp_delete_category",
            "sp_add_job",
            "sp_add_jobstep",
            "sp_add_jobserver",
            "sp_update_job",
            "sp_delete_job",
            "sp_start_job",
            "sp_stop_job",
            "sp_add_schedule",
            "sp_attach_schedule",
            "sp_detach_schedule",
            "sp_delete_schedule",
            "sp_help_job");
    private final ServerSession session;
    private final Instance instance;
    private final SqlAgent agent;
    private final Answer answer;

    AgentProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.agent = instance.agent();
        this.answer = answer;
    }

    static boolean knows(String procedure) {
        return NAMES.contains(procedure);
    }

    int call(String procedure, List<Argument> arguments) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(229, "EXECUTE", procedure, "msdb", "dbo");
        }
        if (!instance.configuration().isOn("Agent XPs")) {
            throw turnedOff(procedure);
        }
        if (procedure.startsWith("sp_add")) {
            new DatabaseSpace(instance.database("msdb")).forRows(1, "dbo." + table(procedure));
        }
        switch (procedure) {
            case "sp_add_category" -> addCategory(new ProcedureCall(procedure, arguments, "class", "type", "name"));
            case "sp_delete_category" -> deleteCategory(new ProcedureCall(procedure, arguments, "class", "name"));
            case "sp_add_job" -> addJob(new ProcedureCall(procedure, arguments, JobParameters.ADD_JOB));
            case "sp_add_jobstep" -> addStep(new ProcedureCall(procedure, arguments, JobParameters.ADD_STEP));
            case "sp_add_jobserver" ->
                addServer(
                        new ProcedureCall(procedure, arguments, "job_id", "job_name", "server_name", "automatic_post"));
            case "sp_update_job" -> updateJob(new ProcedureCall(procedure, arguments, JobParameters.UPDATE_JOB));
            case "sp_delete_job" ->
                deleteJob(new ProcedureCall(
                        procedure,
                        arguments,
                        "job_id",
                        "job_name",
                        "originating_server",
                        "delete_history",
                        "delete_unused_schedule"));
            case "sp_start_job" ->
                startJob(new ProcedureCall(
                        procedure,
                        arguments,
                        "job_name",
                        "job_id",
                        "error_flag",
                        "server_name",
                        "step_name",
                        "output_flag"));
            case "sp_stop_job" ->
                agent.cancel(
                        job(new ProcedureCall(
                                procedure, arguments, "job_name", "job_id", "originating_server", "server_name")),
                        session.login().name());
            default -> new ScheduleProcedures(session, answer).call(procedure, arguments);
        }
        return 0;
    }

    private static String table(String procedure) {
        return switch (procedure) {
            case "sp_add_category" -> "syscategories";
            case "sp_add_jobstep" -> "sysjobsteps";
            case "sp_add_jobserver" -> "sysjobservers";
            case "sp_add_schedule" -> "sysschedules";
            default -> "sysjobs";
        };
    }

    static SqlError turnedOff(String procedure) {
        return Errors.of(15281, "procedure", "dbo." + procedure, "Agent XPs");
    }

    private void addCategory(ProcedureCall call) throws SqlError {
        String name = call.required("name");
        if (agent.categories().values().stream().anyMatch(name::equalsIgnoreCase)) {
            throw exists("@name", name);
        }
        int id = Math.max(
                100,
                agent.categories().keySet().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)
                        + 1);
        agent.categories().put(id, name);
        session.scope().onRollback(() -> agent.categories().remove(id));
    }

    private void deleteCategory(ProcedureCall call) throws SqlError {
        Integer id = category(call.required("name"), "@name");
        String name = agent.categories().remove(id);
        agent.jobs().values().stream().filter(job -> job.category() == id).forEach(job -> job.setCategory(0));
        session.scope().onRollback(() -> agent.categories().put(id, name));
    }

    private Integer category(String name, String parameter) throws SqlError {
        return agent.categories().entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> missing(parameter, name));
    }

    static SqlError exists(String parameter, String value) {
        return Errors.of(14261, parameter, value);
    }

    static SqlError missing(String parameter, String value) {
        return Errors.of(14262, parameter, value);
    }

    private void addJob(ProcedureCall call) throws SqlError {
        String name = call.required("job_name").strip();
        if (agent.job(name) != null) {
            throw exists("@name", name);
        }
        AgentJob job = new AgentJob(UUID.randomUUID(), name, instance.estate().now());
        job.setEnabled(call.number("enabled", 1) != 0);
        job.setDescription(call.text("description", "No description available."));
        job.setStartStep(call.number("start_step_id", 1));
        job.setCategory(call.has("category_name") ? category(call.text("category_name", ""), "@category_name") : 0);
        job.setOwner(owner(call.text("owner_login_name", null)));
        job.setDeleteLevel(call.number("delete_level", 0));
        agent.jobs().put(job.id(), job);
        session.scope().onRollback(() -> agent.jobs().remove(job.id()));
        call.returns("job_id", job.id());
    }

    private Sid owner(String name) throws SqlError {
        if (name == null) {
            return session.login().sid();
        }
        ServerLogin login = instance.login(name);
        if (login == null) {
            throw Errors.of(14234, "@owner_login_name", "sp_helplogins [excluding Windows NT groups]");
        }
        return login.sid();
    }

    private void addStep(ProcedureCall call) throws SqlError {
        AgentJob job = changeable(job(call));
        int id = call.number("step_id", job.steps().size() + 1);
        String subsystem = call.text("subsystem", "TSQL");
        if (!subsystem.equalsIgnoreCase("TSQL") && !subsystem.equalsIgnoreCase("CmdExec")) {
            throw Refusal.of("job steps of the subsystem " + subsystem);
        }
        if (call.has("output_file_name")) {
            throw Refusal.of("job steps that write their output to a file");
        }
        if (call.number("retry_attempts", 0) != 0) {
            throw Refusal.of("retries of job steps");
        }
        if (job.step(id) != null) {
            throw Refusal.of("inserting a job step before another one");
        }
        String database = call.text("database_name", subsystem.equalsIgnoreCase("TSQL") ? "master" : "");
        AgentStep step = new AgentStep(
                id,
                call.required("step_name"),
                subsystem.equalsIgnoreCase("TSQL") ? "TSQL" : "CmdExec",
                call.text("command", ""),
                database,
                call.number("flags", 0),
                new AgentStep.Flow(call.number("on_success_action", 1), call.number("on_success_step_id", 0)),
                new AgentStep.Flow(call.number("on_fail_action", 2), call.number("on_fail_step_id", 0)));
        job.steps().add(step);
        touch(job);
        session.scope().onRollback(() -> job.steps().remove(step));
        call.returns("step_uid", step.uid());
    }

    private void touch(AgentJob job) {
        LocalDateTime now = instance.estate().now();
        job.touched(now);
    }

    private void addServer(ProcedureCall call) throws SqlError {
        AgentJob job = changeable(job(call));
        String server = call.text("server_name", "(local)");
        if (!server.equalsIgnoreCase("(local)") && !server.equalsIgnoreCase(instance.name())) {
            throw missing("@server_name", server);
        }
        if (job.hasServer()) {
            throw Errors.of(14269, job.name(), instance.name());
        }
        job.setHasServer(true);
        session.scope().onRollback(() -> job.setHasServer(false));
    }

    private void updateJob(ProcedureCall call) throws SqlError {
        AgentJob job = changeable(job(call));
        String oldName = job.name();
        boolean oldEnabled = job.isEnabled();
        String oldDescription = job.description();
        Sid oldOwner = job.owner();
        String newName = call.text("new_name", oldName);
        if (!newName.equalsIgnoreCase(oldName) && agent.job(newName) != null) {
            throw exists("@new_name", newName);
        }
        if (call.has("category_name")) {
            job.setCategory(category(call.text("category_name", ""), "@category_name"));
        }
        job.setOwner(call.has("owner_login_name") ? owner(call.text("owner_login_name", null)) : oldOwner);
        job.setName(newName);
        job.setEnabled(call.number("enabled", oldEnabled ? 1 : 0) != 0);
        job.setDescription(call.text("description", oldDescription));
        job.setStartStep(call.number("start_step_id", job.startStep()));
        job.setDeleteLevel(call.number("delete_level", job.deleteLevel()));
        touch(job);
        session.scope().onRollback(() -> {
            job.setName(oldName);
            job.setEnabled(oldEnabled);
            job.setDescription(oldDescription);
            job.setOwner(oldOwner);
        });
    }

    private void deleteJob(ProcedureCall call) throws SqlError {
        AgentJob job = changeable(job(call));
        agent.remove(job);
        List<AgentSchedule> unused =
                call.number("delete_unused_schedule", 1) == 0 ? List.of() : agent.removeUnused(job.schedules());
        session.scope().onRollback(() -> {
            agent.jobs().put(job.id(), job);
            agent.schedules().addAll(unused);
        });
    }

    private void startJob(ProcedureCall call) throws SqlError {
        AgentJob job = job(call);
        agent.request(job, session.login().name(), call.text("step_name", null));
        if (call.number("output_flag", 1) != 0) {
            answer.message(Message.info(0, "Job '" + job.name() + "' started successfully."));
        }
    }

    /** Throws 14274 for a job that a master server sent. */
    static AgentJob changeable(AgentJob job) throws SqlError {
        if (job.isFromMaster()) {
            throw Errors.of(14274);
        }
        return job;
    }

    private AgentJob job(ProcedureCall call) throws SqlError {
        UUID id = call.guid("job_id");
        String name = call.text("job_name", null);
        if ((id == null) == (name == null)) {
            throw Errors.of(14294, "@job_id", "@job_name");
        }
        AgentJob found = id == null ? agent.job(name) : agent.jobs().get(id);
        if (found == null) {
            throw id == null ? missing("@job_name", name) : missing("@job_id", id.toString());
        }
        return found;
    }

    static AgentSchedule schedule(SqlAgent agent, ProcedureCall call) throws SqlError {
        int id = call.number("schedule_id", -1);
        String name = call.text("schedule_name", null);
        List<AgentSchedule> found = agent.schedules().stream()
                .filter(one -> one.id() == id || name != null && one.name().equalsIgnoreCase(name))
                .toList();
        if (found.isEmpty()) {
            throw missing(name == null ? "@schedule_id" : "@schedule_name", name == null ? "" + id : name);
        }
        if (found.size() > 1) {
            throw Errors.of(14371, name, "@schedule_id", "@schedule_name");
        }
        return found.get(0);
    }

    static Map<String, Integer> settings(ProcedureCall call) throws SqlError {
        Map<String, Integer> settings = new LinkedHashMap<>();
        for (String column : AgentSchedule.COLUMNS) {
            settings.put(column, call.number(column, JobParameters.scheduleDefault(column)));
        }
        return settings;
    }
}
