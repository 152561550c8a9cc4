package org.failback.lab.server;

import java.util.List;
import java.util.UUID;
import org.failback.lab.tds.SqlError;

/** Makes and removes the jobs of log shipping. They belong to whoever called the procedure. */
final class ShippingJobs {
    static final int CATEGORY = 6;
    private static final String PROGRAM =
            "\"C:\\Program Files\\Microsoft SQL Server\\100\\Tools\\Binn\\sqllogship.exe\"";
    private final ServerSession session;
    private final Instance instance;
    private final SqlAgent agent;

    ShippingJobs(ServerSession session) {
        this.session = session;
        this.instance = session.instance();
        this.agent = instance.agent();
    }

    /** Throws what sp_add_job would bring. */
    void check(String... names) throws SqlError {
        if (!instance.configuration().isOn("Agent XPs")) {
            throw AgentProcedures.turnedOff("sp_add_job");
        }
        for (String name : names) {
            AgentJob taken = agent.job(name);
            if (taken != null && taken.category() != CATEGORY) {
                throw Errors.of(32022, name);
            }
            if (taken != null && instance.logShipping().owns(taken.id())) {
                throw AgentProcedures.exists("@name", name);
            }
        }
    }

    /** A disabled job that runs one stage of log shipping. */
    AgentJob stage(String name, String stage, String of, UUID owner) {
        String words = "Log shipping " + stage.toLowerCase(java.util.Locale.ROOT);
        return make(
                name,
                words + " log job for " + of + ".",
                step(
                        words + " log job step.",
                        "CmdExec",
                        PROGRAM + " -" + stage + " "
                                + owner.toString().toUpperCase(java.util.Locale.ROOT) + " -server "
                                + instance.name()));
    }

    /** The enabled job that raises overdue alerts; its schedule is the caller's affair. */
    AgentJob alert(String name) {
        AgentJob job = make(
                name,
                "Log shipping alert job.",
                step("Log shipping alert job step.", "TSQL", "exec sys.sp_check_log_shipping_monitor_alert"));
        job.setEnabled(true);
        return job;
    }

    private static AgentStep step(String name, String subsystem, String command) {
        String database = subsystem.equals("TSQL") ? "master" : "";
        return new AgentStep(
                1, name, subsystem, command, database, 0, new AgentStep.Flow(1, 0), new AgentStep.Flow(2, 0));
    }

    private AgentJob make(String name, String description, AgentStep step) {
        AgentJob orphan = agent.job(name);
        if (orphan != null) {
            remove(orphan.id());
        }
        AgentJob job = new AgentJob(UUID.randomUUID(), name, instance.estate().now());
        job.setDescription(description);
        job.setCategory(CATEGORY);
        job.setOwner(session.login().sid());
        job.setStartStep(1);
        job.setHasServer(true);
        job.steps().add(step);
        agent.jobs().put(job.id(), job);
        session.scope().onRollback(() -> agent.jobs().remove(job.id()));
        return job;
    }

    void attach(AgentJob job, AgentSchedule schedule) {
        agent.schedules().add(schedule);
        job.schedules().add(schedule.id());
        session.scope().onRollback(() -> agent.schedules().remove(schedule));
    }

    /** Removes a job with its history and the schedules that no other job uses. */
    void remove(UUID id) {
        AgentJob job = agent.jobs().get(id);
        if (job == null) {
            return;
        }
        agent.remove(job);
        List<AgentSchedule> unused = agent.removeUnused(job.schedules());
        session.scope().onRollback(() -> {
            agent.jobs().put(id, job);
            agent.schedules().addAll(unused);
        });
    }
}
