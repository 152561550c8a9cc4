package org.failback.lab.server;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Refusal;
import org.failback.lab.tsql.ServerStatement.Dbcc;

/** The DBCC commands that the lab knows. */
final class DbccCommands {
    private final ServerSession session;
    private final Instance instance;
    private final Answer answer;

    DbccCommands(ServerSession session, Answer answer) {
        this.session = session;
        this.instance = session.instance();
        this.answer = answer;
    }

    void run(Dbcc dbcc) throws SqlError {
        switch (dbcc.command().toUpperCase(Locale.ROOT)) {
            case "CHECKDB" -> checkDb(dbcc);
            case "SQLPERF" -> logSpace(dbcc);
            case "DBINFO" -> databaseInfo(dbcc);
            case "TRACEON", "TRACEOFF" -> done(dbcc.options());
            default -> throw Refusal.of("DBCC " + dbcc.command());
        }
    }

    private void checkDb(Dbcc dbcc) throws SqlError {
        new IntegrityCheck(session, database(dbcc), dbcc.options(), answer).run();
        done(dbcc.options());
    }

    private Database database(Dbcc dbcc) throws SqlError {
        if (dbcc.arguments().isEmpty()
                || Integer.valueOf(0).equals(dbcc.arguments().get(0))) {
            return session.database();
        }
        Object wanted = dbcc.arguments().get(0);
        Database found = wanted instanceof Integer id ? instance.database(id) : instance.database(wanted.toString());
        if (found == null) {
            throw Errors.of(2520, wanted);
        }
        return found;
    }

    private void logSpace(Dbcc dbcc) throws SqlError {
        if (dbcc.arguments().isEmpty()
                || !"LOGSPACE".equalsIgnoreCase(String.valueOf(dbcc.arguments().get(0)))) {
            throw Refusal.of("DBCC SQLPERF of anything but LOGSPACE");
        }
        if (!session.login().may(ServerLogin.Permission.VIEW_SERVER_STATE)) {
            throw Errors.serverPermission("VIEW SERVER STATE");
        }
        View<Database> view = new View<Database>()
                .text("Database Name", Database::name)
                .real("Log Size (MB)", database -> (double) logSize(database))
                .real("Log Space Used (%)", database -> Math.min(100, 100 * database.logUsedMb() / logSize(database)))
                .integer("Status", database -> 0);
        List<Database> shown =
                instance.databases().stream().filter(Database::isOnline).toList();
        answer.columns(view.columns());
        shown.forEach(database -> answer.row(view.row(database)));
        answer.endOfRows(shown.size());
        done(dbcc.options());
    }

    private static long logSize(Database database) {
        return Math.max(
                1,
                database.files().stream()
                        .filter(DatabaseFile::log)
                        .mapToLong(DatabaseFile::sizeMb)
                        .sum());
    }

    /** DBINFO … WITH TABLERESULTS is how the last clean CHECKDB is found on 2008 R2. */
    private void databaseInfo(Dbcc dbcc) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(2571, session.login().name(), "dbinfo");
        }
        Database database = database(dbcc);
        DatabaseAccess.check(database, session);
        String last = database.lastGoodCheck() == null
                ? "1900-01-01 00:00:00.000"
                : database.lastGoodCheck()
                        .format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"));
        View<String[]> view = new View<String[]>()
                .text("ParentObject", row -> row[0])
                .text("Object", row -> row[1])
                .text("Field", row -> row[2])
                .longText("VALUE", row -> row[3]);
        List<String[]> rows = List.of(
                new String[] {
                    "DBINFO STRUCTURE:", "DBINFO @0x0000000000000000", "dbi_dbid", String.valueOf(database.id())
                },
                new String[] {"DBINFO STRUCTURE:", "DBINFO @0x0000000000000000", "dbi_dbccLastKnownGood", last});
        answer.columns(view.columns());
        rows.forEach(row -> answer.row(view.row(row)));
        answer.endOfRows(rows.size());
        done(dbcc.options());
    }

    private void done(Set<String> options) {
        if (!options.contains("NO_INFOMSGS")) {
            answer.message(Errors.info(2528));
        }
    }
}
