package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.SqlError;

/** What goes wrong with statements of one instance. */
final class LabStatementProcedures {
    private static final int MOST = 1_000_000;
    private static final int FATAL = 25;
    private static final int MOST_STATES = 255;
    private static final LabParameter LIKE = LabParameter.required("like");
    private static final LabParameter TIMES = LabParameter.optional("times", 1);
    private static final LabParameter PROGRAM = LabParameter.optional("program", "%");
    private static final LabParameter WHEN = LabParameter.optional("when", "before");

    private LabStatementProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "fail_next",
                        "The next statements like a pattern fail, before or after their effect; @times = 0 means every one,"
                                + " @severity = 0 and @text = N'' mean SQL Server's own.",
                        List.of(
                                LIKE,
                                LabParameter.optional("error", 50000),
                                TIMES,
                                WHEN,
                                LabParameter.optional("severity", 0),
                                LabParameter.optional("state", 1),
                                LabParameter.optional("text", "")),
                        call -> arm(call, Faults.Kind.FAIL, when(call), error(call))),
                new EstateProcedure(
                        "stall_next",
                        "The next statements like a pattern stop at a percentage of their work until release.",
                        List.of(LIKE, LabParameter.optional("at_percent", 50), TIMES),
                        call -> arm(
                                call,
                                Faults.Kind.STALL,
                                Faults.When.BEFORE,
                                Faults.Detail.of(call.number("at_percent", 0, 99)))),
                new EstateProcedure(
                        "delay_next",
                        "The next statements like a pattern take so many milliseconds longer; @times = 0 means every one.",
                        List.of(LIKE, LabParameter.required("milliseconds"), TIMES),
                        call -> arm(
                                call,
                                Faults.Kind.DELAY,
                                Faults.When.BEFORE,
                                Faults.Detail.of(call.number("milliseconds", 0, MOST)))),
                new EstateProcedure(
                        "release",
                        "Lets go every statement and request that is held here, and holds no more.",
                        List.of(),
                        LabStatementProcedures::release),
                new EstateProcedure(
                        "hold_next",
                        "The next requests of clients whose whole text is like a pattern wait until release: before they begin,"
                                + " or after their effect and before their answer; @times = 0 means every one.",
                        List.of(LIKE, WHEN, TIMES, PROGRAM),
                        call -> order(call, RequestFaults.Fate.HELD)),
                new EstateProcedure(
                        "lose_next",
                        "The next requests of clients whose whole text is like a pattern lose their connection: before they begin,"
                                + " or after their effect and before their answer; @times = 0 means every one.",
                        List.of(LIKE, WHEN, TIMES, PROGRAM),
                        call -> order(call, RequestFaults.Fate.LOST)),
                new EstateProcedure(
                        "drop_connection_next",
                        "The next statements like a pattern lose their connection, before or after their effect;"
                                + " @times = 0 means every one.",
                        List.of(LIKE, WHEN, TIMES),
                        call -> arm(call, Faults.Kind.DROP_CONNECTION, when(call), Faults.Detail.NONE)),
                new EstateProcedure(
                        "garble_next",
                        "The next statements like a pattern are answered with bytes that are no TDS, before or after"
                                + " their effect; @times = 0 means every one.",
                        List.of(LIKE, WHEN, TIMES),
                        call -> arm(call, Faults.Kind.GARBLE, when(call), Faults.Detail.NONE)),
                new EstateProcedure(
                        "damage_next_backup",
                        "The next backup files whose path is like a pattern are damaged as soon as they are written.",
                        List.of(LIKE, TIMES),
                        call -> arm(call, Faults.Kind.DAMAGE_BACKUP, Faults.When.AFTER, Faults.Detail.NONE)));
    }

    private static void release(LabCall call) {
        call.instance().faults().release();
        call.instance().requestFaults().release();
    }

    private static void order(LabCall call, RequestFaults.Fate fate) throws SqlError {
        call.instance()
                .requestFaults()
                .order(fate, when(call), call.text("like"), call.text("program"), call.number("times", 0, MOST));
    }

    private static void arm(LabCall call, Faults.Kind kind, Faults.When when, Faults.Detail detail) throws SqlError {
        call.instance().faults().arm(kind, when, call.text("like"), detail, call.number("times", 0, MOST));
    }

    private static Faults.Detail error(LabCall call) throws SqlError {
        return new Faults.Detail(
                call.number("error", 1, Integer.MAX_VALUE),
                call.number("severity", 0, FATAL),
                call.number("state", 0, MOST_STATES),
                call.text("text"));
    }

    private static Faults.When when(LabCall call) throws SqlError {
        return Faults.When.valueOf(call.choice("when", "before", "after").toUpperCase(Locale.ROOT));
    }
}
