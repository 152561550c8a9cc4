package org.failback.lab.server;

import java.time.Duration;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** SQL Server Agent of the instance that is asked, and what it runs. */
final class LabAgentProcedures {
    private static final int MOST = 1_000_000;

    private LabAgentProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "stop_agent",
                        "SQL Server Agent stops: its steps die where they are, and no history tells of them.",
                        List.of(),
                        call -> call.instance().agent().stop()),
                new EstateProcedure(
                        "start_agent",
                        "SQL Server Agent starts.",
                        List.of(),
                        call -> call.instance().agent().start()),
                new EstateProcedure(
                        "restart_agent",
                        "SQL Server Agent stops and starts again, as by a restart of its service.",
                        List.of(),
                        LabAgentProcedures::restart),
                new EstateProcedure(
                        "stop_agent_at",
                        "SQL Server Agent dies when the next statement like a pattern has come so far.",
                        List.of(LabParameter.required("like"), LabParameter.optional("at_percent", 50)),
                        LabAgentProcedures::stopAt),
                new EstateProcedure(
                        "disable_agent_xps",
                        "The extended procedures of SQL Server Agent are disabled, as after a fresh installation.",
                        List.of(),
                        call -> agentXps(call, 0)),
                new EstateProcedure(
                        "enable_agent_xps",
                        "The extended procedures of SQL Server Agent are enabled.",
                        List.of(),
                        call -> agentXps(call, 1)),
                new EstateProcedure(
                        "delay_history",
                        "Rows of job history appear so many seconds after what they tell of.",
                        List.of(LabParameter.required("seconds")),
                        call -> call.instance()
                                .agent()
                                .history()
                                .delay(Duration.ofSeconds(call.number("seconds", 0, MOST)))),
                new EstateProcedure(
                        "trim_history",
                        "Job history keeps no more rows than these, of one job and of all.",
                        List.of(LabParameter.required("per_job"), LabParameter.optional("in_all", 1000)),
                        call -> call.instance()
                                .agent()
                                .history()
                                .limit(call.number("per_job", 0, MOST), call.number("in_all", 0, MOST))),
                new EstateProcedure(
                        "enlist_job",
                        "A job comes from a master server from now on: nobody may change it here.",
                        List.of(LabParameter.required("job")),
                        LabAgentProcedures::enlist),
                new EstateProcedure(
                        "skip_next_log_restore",
                        "The next restore jobs of log shipping see no file, and so succeed without restoring one.",
                        List.of(LabParameter.optional("database", "%"), LabParameter.optional("times", 1)),
                        LabAgentProcedures::skipRestore));
    }

    private static void restart(LabCall call) {
        call.instance().agent().stop();
        call.instance().agent().start();
    }

    private static void stopAt(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(
                        Faults.Kind.STOP_AGENT,
                        Faults.When.BEFORE,
                        call.text("like"),
                        Faults.Detail.of(call.number("at_percent", 0, 99)),
                        1);
    }

    private static void agentXps(LabCall call, int value) {
        ServerConfiguration.Option option = call.instance().configuration().option("Agent XPs");
        option.set(value);
        option.take();
    }

    private static void enlist(LabCall call) throws SqlError {
        AgentJob job = call.instance().agent().job(call.text("job"));
        if (job == null) {
            throw AgentProcedures.missing("@job_name", call.text("job"));
        }
        job.comeFromMaster();
    }

    private static void skipRestore(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(
                        Faults.Kind.SKIP_RESTORE,
                        Faults.When.BEFORE,
                        call.text("database"),
                        Faults.Detail.NONE,
                        call.number("times", 0, MOST));
    }
}
