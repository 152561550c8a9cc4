package org.failback.lab.tsql;

import java.util.Map;
import org.failback.lab.tds.SqlError;

/** The variables with two at signs: those of the session here, those of the instance from the server. */
final class GlobalVariables {
    private static final Map<String, Type> OF_SERVER = Map.ofEntries(
            Map.entry("@@SERVERNAME", Type.SYSNAME),
            Map.entry("@@SERVICENAME", Type.SYSNAME),
            Map.entry("@@VERSION", Type.nvarchar(300)),
            Map.entry("@@MICROSOFTVERSION", Type.INT),
            Map.entry("@@LANGUAGE", Type.SYSNAME),
            Map.entry("@@LANGID", Type.SMALLINT),
            Map.entry("@@MAX_CONNECTIONS", Type.INT),
            Map.entry("@@CONNECTIONS", Type.INT),
            Map.entry("@@CPU_BUSY", Type.INT),
            Map.entry("@@IO_BUSY", Type.INT),
            Map.entry("@@IDLE", Type.INT),
            Map.entry("@@DBTS", Type.varbinary(8)));

    private GlobalVariables() {}

    static Type type(String name) throws SqlError {
        return switch (name) {
            case "@@ERROR", "@@ROWCOUNT", "@@TRANCOUNT", "@@NESTLEVEL", "@@LOCK_TIMEOUT", "@@PROCID" -> Type.INT;
            case "@@SPID" -> Type.SMALLINT;
            case "@@DATEFIRST", "@@MAX_PRECISION" -> Type.TINYINT;
            case "@@IDENTITY" -> Type.numeric(38, 0);
            default -> {
                Type type = OF_SERVER.get(name);
                if (type == null) {
                    throw new SqlError(137, 15, 2, "Must declare the scalar variable \"" + name + "\".");
                }
                yield type;
            }
        };
    }

    static Object value(String name, Frame frame) throws SqlError {
        Scope scope = frame.session().scope();
        return switch (name) {
            case "@@ERROR" -> scope.error();
            case "@@ROWCOUNT" -> (int) scope.rowCount();
            case "@@TRANCOUNT" -> scope.transactionCount();
            case "@@NESTLEVEL" -> frame.depth();
            case "@@LOCK_TIMEOUT" -> scope.lockTimeout();
            case "@@PROCID" -> 0;
            case "@@SPID" -> scope.sessionId();
            case "@@DATEFIRST" -> 7;
            case "@@MAX_PRECISION" -> 38;
            case "@@IDENTITY" -> scope.identity();
            default -> frame.session().server().globalVariable(name, scope);
        };
    }
}
