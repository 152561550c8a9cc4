package org.failback.lab.tsql;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.failback.lab.tds.Message;

/** Functions that look at the session or at the error being caught. */
final class SessionFunctions {
    private SessionFunctions() {}

    static void addTo(Map<String, FunctionLibrary.Function> all) {
        error(all, "ERROR_NUMBER", Type.INT, Message::number);
        error(all, "ERROR_SEVERITY", Type.INT, Message::severity);
        error(all, "ERROR_STATE", Type.INT, Message::state);
        error(all, "ERROR_MESSAGE", Type.nvarchar(4000), Message::text);
        error(all, "ERROR_LINE", Type.INT, Message::line);
        error(
                all,
                "ERROR_PROCEDURE",
                Type.nvarchar(126),
                message -> message.procedure().isEmpty() ? null : message.procedure());
        add(all, "XACT_STATE", Type.SMALLINT, (a, c) -> {
            Scope scope = c.frame().session().scope();
            return scope.doomed() ? -1 : scope.inTransaction() ? 1 : 0;
        });
        add(
                all,
                "SCOPE_IDENTITY",
                Type.numeric(38, 0),
                (a, c) -> c.frame().session().scope().identity());
        // Random, not part of the clock: a GUID only has to be new.
        add(all, "NEWID", Type.GUID, (a, c) -> UUID.randomUUID());
    }

    private static void add(
            Map<String, FunctionLibrary.Function> all, String name, Type type, FunctionLibrary.Body body) {
        all.put(name, new FunctionLibrary.Function(name, 0, "", types -> type, body));
    }

    private static void error(
            Map<String, FunctionLibrary.Function> all, String name, Type type, Function<Message, Object> property) {
        add(all, name, type, (a, c) -> {
            Message caught = c.frame().caught();
            return caught == null ? null : property.apply(caught);
        });
    }
}
