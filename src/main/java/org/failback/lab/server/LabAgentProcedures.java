package org.failback.lab.server;

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
                        "skip_next_log_restore",
                        "The next restore jobs of log shipping see no file, and so succeed without restoring one.",
                        List.of(LabParameter.optional("database", "%"), LabParameter.optional("times", 1)),
                        LabAgentProcedures::skipRestore));
    }

    private static void restart(LabCall call) {
        call.instance().agent().stop();
        call.instance().agent().start();
    }

    private static void skipRestore(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(
                        Faults.Kind.SKIP_RESTORE,
                        Faults.When.BEFORE,
                        call.text("database"),
                        0,
                        call.number("times", 0, MOST));
    }
}
