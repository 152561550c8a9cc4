package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.SqlError;

/** What goes wrong with statements of one instance. */
final class LabStatementProcedures {
    private static final int MOST = 1_000_000;
    private static final LabParameter LIKE = LabParameter.required("like");
    private static final LabParameter TIMES = LabParameter.optional("times", 1);
    private static final LabParameter WHEN = LabParameter.optional("when", "before");

    private LabStatementProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "fail_next",
                        "The next statements like a pattern fail, before or after their effect; @times = 0 means every one.",
                        List.of(LIKE, LabParameter.optional("error", 50000), TIMES, WHEN),
                        LabStatementProcedures::fail),
                new EstateProcedure(
                        "stall_next",
                        "The next statement like a pattern stops at a percentage of its work until release.",
                        List.of(LIKE, LabParameter.optional("at_percent", 50)),
                        LabStatementProcedures::stall),
                new EstateProcedure(
                        "release",
                        "Lets go every statement that stalls here, and stalls no more.",
                        List.of(),
                        call -> call.instance().faults().release()),
                new EstateProcedure(
                        "drop_connection_next",
                        "The next statements like a pattern lose their connection, before or after their effect; @times = 0 means every one.",
                        List.of(LIKE, WHEN, TIMES),
                        LabStatementProcedures::drop));
    }

    private static void fail(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(
                        Faults.Kind.FAIL,
                        when(call),
                        call.text("like"),
                        call.number("error", 1, Integer.MAX_VALUE),
                        call.number("times", 0, MOST));
    }

    private static void stall(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(Faults.Kind.STALL, Faults.When.BEFORE, call.text("like"), call.number("at_percent", 0, 99), 1);
    }

    private static void drop(LabCall call) throws SqlError {
        call.instance()
                .faults()
                .arm(Faults.Kind.DROP_CONNECTION, when(call), call.text("like"), 0, call.number("times", 0, MOST));
    }

    private static Faults.When when(LabCall call) throws SqlError {
        return Faults.When.valueOf(call.choice("when", "before", "after").toUpperCase(Locale.ROOT));
    }
}
