package org.failback.lab.server;

import java.util.List;
import java.util.stream.Collectors;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

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
                        "remember_server_name",
                        "@@SERVERNAME is the name of the instance again, as after sp_addserver and a restart.",
                        List.of(),
                        call -> call.instance().setKnowsItsName(true)),
                new EstateProcedure(
                        "stop_instance",
                        "The service of an instance stops: its sessions die and new connections are refused.",
                        List.of(LabParameter.required("server")),
                        call -> server(call).stop()),
                new EstateProcedure(
                        "start_instance",
                        "The service of an instance starts; call it on one that runs.",
                        List.of(LabParameter.required("server")),
                        call -> server(call).start()),
                new EstateProcedure(
                        "leave_old_log_shipping",
                        "P and B keep entries, jobs and files of a log shipping from before the disaster.",
                        List.of(),
                        call -> Leftovers.leave(call.instance().estate())),
                new EstateProcedure(
                        "forget_faults",
                        "Takes every fault of every instance back; the data stays as it has become.",
                        List.of(),
                        call -> call.instance().estate().forgetFaults()),
                new EstateProcedure(
                        "reset",
                        "Restores the beginning: data, disks, jobs and faults; other sessions end as by a restart.",
                        List.of(),
                        call -> call.instance().estate().reset(call, () -> {})));
    }

    private static Instance server(LabCall call) throws SqlError {
        SqlEstate estate = call.instance().estate();
        Instance found = estate.find(call.text("server"));
        if (found == null) {
            throw Refusal.of("the instance '" + call.text("server") + "'; it has "
                    + estate.all().stream().map(Instance::name).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
