package org.failback.lab;

import java.util.List;
import java.util.Optional;
import org.failback.lab.lync.LyncEstate;
import org.failback.lab.scenario.Scenario;
import org.failback.lab.scenario.Scenarios;
import org.failback.lab.server.LabCall;
import org.failback.lab.server.LabParameter;
import org.failback.lab.server.LabProcedure;
import org.failback.lab.server.SqlEstate;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What sets the lab as a whole right, or to another beginning. */
final class RehearsalProcedures {
    /** For the lab as the failover left it, where nothing else has gone wrong. */
    private static final String NONE = "none";

    private RehearsalProcedures() {}

    static List<LabProcedure> of(Rehearsal rehearsal, SqlEstate sql, LyncEstate chat) {
        return List.of(
                new RehearsalProcedure(
                        "forget_faults",
                        "Takes every fault of every instance, cmdlet and chat server back; the data stays as it has become.",
                        List.of(),
                        call -> {
                            chat.forgetFaults();
                            sql.forgetFaults();
                        }),
                new RehearsalProcedure(
                        "reset",
                        "Restores the beginning: data, disks, jobs, pool and scenario; other sessions end as by a restart.",
                        List.of(),
                        rehearsal::again),
                new RehearsalProcedure(
                        "scenario",
                        "Restores the beginning of a scenario, one of lab.dbo.scenarios or none, and stays with it.",
                        List.of(LabParameter.required("name")),
                        call -> rehearsal.again(call, scenario(call))));
    }

    private static Optional<Scenario> scenario(LabCall call) throws SqlError {
        String name = call.text("name");
        if (name.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        Optional<Scenario> found = Scenarios.find(name);
        if (found.isEmpty()) {
            throw Refusal.of("the scenario '" + name + "'; did you mean " + String.join(", ", Scenarios.nearest(name))
                    + "? SELECT name, title FROM lab.dbo.scenarios");
        }
        return found;
    }
}
