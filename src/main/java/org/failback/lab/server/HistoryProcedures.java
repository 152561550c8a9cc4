package org.failback.lab.server;

import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;

/** The procedures of msdb that forget what it remembers of backups. */
final class HistoryProcedures {
    private static final Set<String> NAMES = Set.of("sp_delete_database_backuphistory");
    private final ServerSession session;

    HistoryProcedures(ServerSession session) {
        this.session = session;
    }

    static boolean knows(String procedure) {
        return NAMES.contains(procedure);
    }

    int call(String procedure, List<Argument> arguments) throws SqlError {
        if (!session.login().isSysadmin()) {
            throw Errors.of(229, "EXECUTE", procedure, "msdb", "dbo");
        }
        String database = new ProcedureCall(procedure, arguments, "database_name").required("database_name");
        session.instance().history().forget(database);
        return 0;
    }
}
