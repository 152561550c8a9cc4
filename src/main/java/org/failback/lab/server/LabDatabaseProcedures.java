package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;

/** Databases of the instance that is asked: their pages, and who is connected. */
final class LabDatabaseProcedures {
    private LabDatabaseProcedures() {}

    static List<LabProcedure> all() {
        return List.of(
                new EstateProcedure(
                        "corrupt_database",
                        "Pages of a database are damaged: @how is pages, read, disk, page_header, allocation,"
                                + " allocation_pages or metadata.",
                        List.of(LabParameter.required("database"), LabParameter.optional("how", "pages")),
                        LabDatabaseProcedures::corrupt),
                new EstateProcedure(
                        "repair_database",
                        "The damaged pages of a database are put right, as by a restore of pages.",
                        List.of(LabParameter.required("database")),
                        call -> call.instance()
                                .require(call.text("database"))
                                .content()
                                .corrupt(null)),
                new EstateProcedure(
                        "connect_client",
                        "A client connects to a database and stays; without @login as the caller.",
                        List.of(
                                LabParameter.required("database"),
                                LabParameter.optional("host", "CLIENT01"),
                                LabParameter.optional("program", "Client"),
                                LabParameter.optional("login", "")),
                        LabDatabaseProcedures::connect),
                new EstateProcedure(
                        "returning_client",
                        "A client connects to a database, and connects again whenever its session is ended.",
                        List.of(
                                LabParameter.required("database"),
                                LabParameter.optional("host", "CLIENT01"),
                                LabParameter.optional("program", "Client")),
                        LabDatabaseProcedures::connectForGood),
                new EstateProcedure(
                        "disconnect_client",
                        "The clients of a host that always return leave, and stay away.",
                        List.of(LabParameter.optional("host", "CLIENT01")),
                        call -> call.instance().returningClients().leave(call.text("host"))));
    }

    private static void corrupt(LabCall call) throws SqlError {
        String how = call.choice("how", LabStorageProcedures.names(Corruption.values()));
        call.instance()
                .require(call.text("database"))
                .content()
                .corrupt(Corruption.valueOf(how.toUpperCase(Locale.ROOT)));
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

    private static void connectForGood(LabCall call) throws SqlError {
        Database database = call.instance().require(call.text("database"));
        call.instance()
                .returningClients()
                .add(call.session().login(), call.text("host"), call.text("program"), database.name());
    }
}
