package org.failback.lab.server;

import java.util.List;
import java.util.function.Consumer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** What becomes of mirroring: the network between partners and witness, and a mirror that falls behind. */
final class LabMirroringProcedures {
    private LabMirroringProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                of(
                        "break_partner",
                        "The network between the mirroring partners of a database breaks.",
                        Mirroring::disconnect),
                of("join_partner", "The mirroring partners of a database reach each other again.", Mirroring::connect),
                of(
                        "break_witness",
                        "The mirroring partners of a database lose their witness.",
                        Mirroring::disconnectWitness),
                of(
                        "join_witness",
                        "The mirroring partners of a database reach their witness again.",
                        Mirroring::connectWitness),
                of(
                        "delay_mirror",
                        "The mirror of a database falls behind: SYNCHRONIZING until join_partner.",
                        Mirroring::fallBehind),
                of(
                        "interrupt_mirror",
                        "The connection breaks while the mirror of a database catches up: removing mirroring is unstable.",
                        Mirroring::interrupt));
    }

    private static LabProcedure of(String name, String help, Consumer<Mirroring> change) {
        return new EstateProcedure(
                name, help, List.of(LabParameter.required("database")), call -> change.accept(mirroring(call)));
    }

    private static Mirroring mirroring(LabCall call) throws SqlError {
        Database database = call.instance().require(call.text("database"));
        if (database.mirroring() == null) {
            throw Refusal.of("partners of " + database.name() + " on " + call.serverName() + ", which is not mirrored");
        }
        return database.mirroring();
    }
}
