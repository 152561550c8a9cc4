package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;
import org.failback.lab.tsql.Refusal;

/** The faults that any client can order, as procedures of the database {@code lab}. Only sysadmin may. */
final class LabProcedures {
    private static final long MB = 1024L * 1024;
    private static final Set<String> NAMES = Set.of(
            "fail_next",
            "stall_next",
            "release",
            "drop_connection_next",
            "slow",
            "stop_agent",
            "start_agent",
            "deny",
            "deny_access",
            "fill_disk",
            "damage_media",
            "corrupt_database",
            "connect_client",
            "skip_next_log_restore",
            "forget_server_name",
            "reset");
    private final ServerSession session;
    private final Instance instance;

    LabProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
    }

    static boolean knows(String procedure) {
        return NAMES.contains(procedure);
    }

    int call(String procedure, List<Argument> arguments) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(
                    229,
                    "The EXECUTE permission was denied on the object '" + procedure
                            + "', database 'lab', schema 'dbo'.");
        }
        switch (procedure) {
            case "fail_next" -> failNext(new ProcedureCall(procedure, arguments, "like", "error", "times", "when"));
            case "stall_next" -> stallNext(new ProcedureCall(procedure, arguments, "like", "at_percent"));
            case "release" -> instance.faults().release();
            case "drop_connection_next" -> dropNext(new ProcedureCall(procedure, arguments, "like", "when", "times"));
            case "slow" -> slow(new ProcedureCall(procedure, arguments, "mb_per_second"));
            case "stop_agent" -> instance.agent().stop();
            case "start_agent" -> instance.agent().start();
            case "deny", "deny_access" -> deny(new ProcedureCall(procedure, arguments, "identity", "path", "right"));
            case "fill_disk" -> fillDisk(new ProcedureCall(procedure, arguments, "path", "mb_left"));
            case "damage_media" -> damage(new ProcedureCall(procedure, arguments, "path"));
            case "corrupt_database" -> corrupt(new ProcedureCall(procedure, arguments, "database"));
            case "connect_client" ->
                connect(new ProcedureCall(procedure, arguments, "database", "host", "program", "login"));
            case "skip_next_log_restore" -> skipRestore(new ProcedureCall(procedure, arguments, "database", "times"));
            case "forget_server_name" -> instance.setKnowsItsName(false);
            case "reset" -> instance.estate().forgetFaults();
            default -> throw new IllegalStateException(procedure);
        }
        instance.estate().changed().signalAll();
        return 0;
    }

    private void failNext(ProcedureCall call) throws SqlError {
        instance.faults()
                .arm(
                        Faults.Kind.FAIL,
                        when(call),
                        call.required("like"),
                        call.number("error", 50000),
                        call.number("times", 1));
    }

    private void stallNext(ProcedureCall call) throws SqlError {
        instance.faults()
                .arm(
                        Faults.Kind.STALL,
                        Faults.When.BEFORE,
                        call.required("like"),
                        Math.min(99, Math.max(0, call.number("at_percent", 50))),
                        1);
    }

    /** The next restore jobs of log shipping see no file, and so succeed without restoring one. */
    private void skipRestore(ProcedureCall call) throws SqlError {
        instance.faults()
                .arm(
                        Faults.Kind.SKIP_RESTORE,
                        Faults.When.BEFORE,
                        call.text("database", "%"),
                        0,
                        call.number("times", 1));
    }

    private void dropNext(ProcedureCall call) throws SqlError {
        instance.faults()
                .arm(Faults.Kind.DROP_CONNECTION, when(call), call.required("like"), 0, call.number("times", 1));
    }

    private static Faults.When when(ProcedureCall call) throws SqlError {
        String when = call.text("when", "before").toUpperCase(Locale.ROOT);
        if (!when.equals("BEFORE") && !when.equals("AFTER")) {
            throw Refusal.of("a fault at '" + when + "'; say 'before' or 'after'");
        }
        return Faults.When.valueOf(when);
    }

    private void slow(ProcedureCall call) throws SqlError {
        String rate = call.required("mb_per_second");
        try {
            instance.estate().setMbPerSecond(Double.parseDouble(rate));
        } catch (NumberFormatException notANumber) {
            throw Errors.of(8114, "Error converting data type nvarchar to float.");
        }
    }

    private void deny(ProcedureCall call) throws SqlError {
        String right = call.required("right").toUpperCase(Locale.ROOT);
        Access access = instance.storage().access();
        String identity = call.required("identity");
        String path = call.required("path");
        if (right.equals("READ") || right.equals("ALL")) {
            access.deny(identity, path, Access.Right.READ);
        }
        if (right.equals("WRITE") || right.equals("ALL")) {
            access.deny(identity, path, Access.Right.WRITE);
        }
        if (!Set.of("READ", "WRITE", "ALL").contains(right)) {
            throw Refusal.of("the right '" + right + "'; say read, write or all");
        }
    }

    private void fillDisk(ProcedureCall call) throws SqlError {
        volume(call.required("path")).fillUpTo(call.number("mb_left", 0) * MB);
    }

    private void damage(ProcedureCall call) throws SqlError {
        WindowsPath path = new WindowsPath(call.required("path"));
        StoredFile file = volume(path.text()).file(path);
        if (file == null || file.media() == null) {
            throw Refusal.of("damage to " + path.text() + ", which is no backup file");
        }
        file.media().damage();
    }

    private void corrupt(ProcedureCall call) throws SqlError {
        instance.require(call.required("database")).content().setCorrupt(true);
    }

    /** A client that comes and stays, as one that waits for its turn at a single-user database. */
    private void connect(ProcedureCall call) throws SqlError {
        Database database = instance.require(call.required("database"));
        ServerLogin login = instance.login(call.text("login", session.login().name()));
        if (login == null) {
            throw Refusal.of("a client with the login " + call.text("login", ""));
        }
        String host = call.text("host", "CLIENT01");
        ServerSession client = instance.openSession(login, host, call.text("program", "Client"), database.name());
        try {
            DatabaseAccess.check(database, client);
        } catch (SqlError refused) {
            instance.closeSession(client);
            throw refused;
        }
    }

    private Volume volume(String path) throws SqlError {
        try {
            return instance.storage().volume(instance.host().name(), new WindowsPath(path));
        } catch (OsError nowhere) {
            throw Refusal.of("a disk at " + path);
        }
    }
}
