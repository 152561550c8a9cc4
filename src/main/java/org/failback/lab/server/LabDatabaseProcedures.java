package org.failback.lab.server;

import java.util.List;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** Databases of the instance that is asked: their pages, and who is connected. */
final class LabDatabaseProcedures {
    private LabDatabaseProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "corrupt_database",
                        "The checksums of some pages of a database no longer hold.",
                        List.of(LabParameter.required("database")),
                        call -> call.instance()
                                .require(call.text("database"))
                                .content()
                                .setCorrupt(true)),
                new EstateProcedure(
                        "repair_database",
                        "The damaged pages of a database are put right, as by a restore of pages.",
                        List.of(LabParameter.required("database")),
                        call -> call.instance()
                                .require(call.text("database"))
                                .content()
                                .setCorrupt(false)),
                new EstateProcedure(
                        "connect_client",
                        "A client connects to a database and stays; without @login as the caller.",
                        List.of(
                                LabParameter.required("database"),
                                LabParameter.optional("host", "CLIENT01"),
                                LabParameter.optional("program", "Client"),
                                LabParameter.optional("login", "")),
                        LabDatabaseProcedures::connect));
    }

    /** As one that waits for its turn at a single-user database. */
    private static void connect(LabCall call) throws SqlError {
        Instance instance = call.instance();
        Database database = instance.require(call.text("database"));
        String name = call.text("login");
        ServerLogin login = name.isEmpty() ? call.session().login() : instance.login(name);
        if (login == null) {
            throw Refusal.of("a client with the login " + name);
        }
        ServerSession client = instance.openSession(login, call.text("host"), call.text("program"), database.name());
        try {
            DatabaseAccess.check(database, client);
        } catch (SqlError refused) {
            instance.closeSession(client);
            throw refused;
        }
    }
}
