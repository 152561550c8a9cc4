package org.failback.lab.server;

import java.util.List;

/** The instance that is asked as a whole, and the whole estate. */
final class LabServerProcedures {
    private LabServerProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "forget_server_name",
                        "@@SERVERNAME becomes NULL, as on a host that was rebuilt or renamed.",
                        List.of(),
                        call -> call.instance().setKnowsItsName(false)),
                new EstateProcedure(
                        "forget_faults",
                        "Takes every fault of every instance back; the data stays as it has become.",
                        List.of(),
                        call -> call.instance().estate().forgetFaults()));
    }
}
