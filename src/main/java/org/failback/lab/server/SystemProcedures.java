package org.failback.lab.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;

/** System procedures that are found from every database. */
final class SystemProcedures {
    private static final Set<String> NAMES = Set.of(
            "sp_getapplock",
            "sp_releaseapplock",
            "xp_fileexist",
            "xp_dirtree",
            "xp_fixeddrives",
            "xp_create_subdir",
            "sp_configure",
            "sp_changedbowner",
            "sp_sproc_columns",
            "sp_who",
            "sp_who2");
    private final ServerSession session;
    private final Instance instance;
    private final Answer answer;

    SystemProcedures(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.answer = answer;
    }

    static boolean knows(String procedure) {
        return NAMES.contains(procedure);
    }

    int call(String procedure, List<Argument> arguments) throws SqlError {
        return switch (procedure) {
            case "sp_getapplock" ->
                getAppLock(new ProcedureCall(
                        procedure, arguments, "Resource", "LockMode", "LockOwner", "LockTimeout", "DbPrincipal"));
            case "sp_releaseapplock" ->
                releaseAppLock(new ProcedureCall(procedure, arguments, "Resource", "LockOwner", "DbPrincipal"));
            case "xp_fileexist" -> fileExist(new ProcedureCall(procedure, arguments, "file", "exists"));
            case "xp_dirtree" -> directoryTree(new ProcedureCall(procedure, arguments, "path", "depth", "file"));
            case "xp_fixeddrives" -> fixedDrives();
            case "xp_create_subdir" -> createFolder(new ProcedureCall(procedure, arguments, "path"));
            case "sp_configure" -> configure(new ProcedureCall(procedure, arguments, "configname", "configvalue"));
            case "sp_changedbowner" -> changeOwner(new ProcedureCall(procedure, arguments, "loginame", "map"));
            case "sp_sproc_columns" -> noColumns();
            default -> who();
        };
    }

    private <T> void send(View<T> view, List<T> sources) {
        answer.columns(view.columns());
        sources.forEach(source -> answer.row(view.row(source)));
        answer.endOfRows(sources.size());
    }

    private int getAppLock(ProcedureCall call) throws SqlError {
        String resource = call.required("Resource");
        String mode = call.required("LockMode");
        boolean ofTransaction = !call.text("LockOwner", "Transaction").equalsIgnoreCase("Session");
        int timeout = call.number("LockTimeout", session.scope().lockTimeout());
        if (ofTransaction && !session.scope().inTransaction()) {
            throw Errors.of(15626);
        }
        String database = session.scope().database();
        AppLocks locks = instance.appLocks();
        Instant begun = instance.estate().instant();
        boolean waited = false;
        while (!locks.isFree(database, resource, mode, session)) {
            if (session.scope().interrupted()) {
                return -2;
            }
            Duration spent = Duration.between(begun, instance.estate().instant());
            if (timeout >= 0 && spent.toMillis() >= timeout) {
                return -1;
            }
            waited = true;
            pause();
        }
        locks.take(database, resource, mode, session, ofTransaction);
        if (ofTransaction) {
            session.scope().onTransactionEnd(() -> locks.release(database, resource, session, true));
        }
        return waited ? 1 : 0;
    }

    private void pause() throws SqlError {
        try {
            instance.estate().changed().awaitNanos(TimeUnit.MILLISECONDS.toNanos(20));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Errors.of(596);
        }
    }

    private int releaseAppLock(ProcedureCall call) throws SqlError {
        String resource = call.required("Resource");
        boolean ofTransaction = !call.text("LockOwner", "Transaction").equalsIgnoreCase("Session");
        if (!instance.appLocks().release(session.scope().database(), resource, session, ofTransaction)) {
            throw Errors.of(1223, "public", resource);
        }
        instance.estate().changed().signalAll();
        return 0;
    }

    /** Files as the engine account sees them, which says nothing of the Agent's account. */
    private int fileExist(ProcedureCall call) throws SqlError {
        WindowsPath path = new WindowsPath(call.required("file"));
        String engine = instance.accounts().engine();
        String host = instance.host().name();
        boolean file = false;
        boolean folder = false;
        boolean parent = false;
        try {
            Volume volume = instance.storage().volume(host, path);
            boolean allowed = instance.storage().access().allows(engine, path, Access.Right.READ);
            folder = allowed && volume.hasFolder(path);
            parent = allowed && volume.hasFolder(path.parent());
            file = allowed && volume.file(path) != null;
        } catch (OsError nowhere) {
            parent = false;
        }
        if (call.wants("exists")) {
            call.returns("exists", file ? 1 : 0);
            return 0;
        }
        Object[] found = {file ? 1 : 0, folder ? 1 : 0, parent ? 1 : 0};
        send(
                new View<Object[]>()
                        .tiny("File Exists", row -> row[0])
                        .tiny("File is a Directory", row -> row[1])
                        .tiny("Parent Directory Exists", row -> row[2]),
                List.<Object[]>of(found));
        return 0;
    }

    private record Entry(String name, int depth, boolean file) {}

    private int directoryTree(ProcedureCall call) throws SqlError {
        WindowsPath path = new WindowsPath(call.required("path"));
        int depth = call.number("depth", 0);
        boolean files = call.number("file", 0) == 1;
        List<Entry> found = new ArrayList<>();
        if (instance.storage().access().allows(instance.accounts().engine(), path, Access.Right.READ)) {
            try {
                Volume volume = instance.storage().volume(instance.host().name(), path);
                collect(volume, path, 1, depth == 0 ? Integer.MAX_VALUE : depth, files, found);
            } catch (OsError nowhere) {
                found.clear();
            }
        }
        View<Entry> view = new View<Entry>().text("subdirectory", Entry::name).integer("depth", Entry::depth);
        if (files) {
            view.integer("file", entry -> entry.file() ? 1 : 0);
        }
        send(view, found);
        return 0;
    }

    private static void collect(
            Volume volume, WindowsPath folder, int level, int depth, boolean files, List<Entry> found) {
        for (WindowsPath child : volume.foldersIn(folder)) {
            found.add(new Entry(child.name(), level, false));
            if (level < depth) {
                collect(volume, child, level + 1, depth, files, found);
            }
        }
        if (files) {
            volume.filesIn(folder)
                    .forEach(file -> found.add(new Entry(file.path().name(), level, true)));
        }
    }

    private int fixedDrives() {
        send(
                new View<Volume>()
                        .text("drive", volume -> volume.root().text().substring(0, 1))
                        .integer("MB free", volume -> (int) (volume.free() / (1024 * 1024))),
                instance.storage().drivesOf(instance.host().name()));
        return 0;
    }

    /** Makes the folders above it as well; one that is there already is no error. */
    private int createFolder(ProcedureCall call) throws SqlError {
        WindowsPath path = new WindowsPath(call.required("path"));
        try {
            Volume volume = instance.storage().volume(instance.host().name(), path);
            if (!instance.storage().access().allows(instance.accounts().engine(), path, Access.Right.WRITE)) {
                throw new OsError(5);
            }
            for (WindowsPath above = path.parent(); !volume.hasFolder(above); above = above.parent()) {
                if (volume.file(above) != null) {
                    throw new OsError(3);
                }
            }
            volume.addFolder(path);
            return 0;
        } catch (OsError cause) {
            throw Errors.of(22048, cause.code(), cause.words());
        }
    }

    private int configure(ProcedureCall call) throws SqlError {
        String name = call.text("configname", "");
        if (name.isEmpty()) {
            send(optionView(), instance.configuration().options());
            return 0;
        }
        ServerConfiguration.Option option = instance.configuration().option(name);
        boolean hidden =
                option != null && option.advanced() && !instance.configuration().isOn("show advanced options");
        if (option == null || hidden) {
            throw Errors.of(15123, name);
        }
        if (!call.has("configvalue")) {
            send(optionView(), List.of(option));
            return 0;
        }
        if (!session.login().isSysadmin()) {
            throw Errors.of(15247);
        }
        int old = option.value();
        option.set(call.number("configvalue", old));
        answer.message(Errors.info(15457, option.name(), old, option.value()));
        return 0;
    }

    private static View<ServerConfiguration.Option> optionView() {
        return new View<ServerConfiguration.Option>()
                .text("name", ServerConfiguration.Option::name)
                .integer("minimum", ServerConfiguration.Option::minimum)
                .integer("maximum", ServerConfiguration.Option::maximum)
                .integer("config_value", ServerConfiguration.Option::value)
                .integer("run_value", ServerConfiguration.Option::inUse);
    }

    private int changeOwner(ProcedureCall call) throws SqlError {
        ServerLogin login = instance.login(call.required("loginame"));
        if (!session.login().isSysadmin()) {
            throw Errors.of(15247);
        }
        if (login == null) {
            throw Errors.of(15151, "principal", call.required("loginame"));
        }
        Database database = session.database();
        DatabaseAccess.check(database, session);
        database.setOwner(login.sid());
        return 0;
    }

    private int noColumns() {
        send(new View<String>().text("PROCEDURE_NAME", name -> name).text("COLUMN_NAME", name -> name), List.of());
        return 0;
    }

    private int who() {
        send(
                new View<ServerSession>()
                        .small("spid", ServerSession::id)
                        .text("status", one -> one.request() == null ? "sleeping" : "runnable")
                        .text("loginame", one -> one.login().name())
                        .text("hostname", ServerSession::host)
                        .text("dbname", one -> one.scope().database())
                        .text(
                                "cmd",
                                one -> one.request() == null
                                        ? "AWAITING COMMAND"
                                        : one.request().command().toUpperCase(Locale.ROOT))
                        .text("ProgramName", ServerSession::program),
                List.copyOf(SessionViews.visible(session)));
        return 0;
    }
}
