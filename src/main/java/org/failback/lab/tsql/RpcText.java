package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.Parameter;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** A procedure call that came by RPC, written as the EXEC it amounts to, for the statement log. */
final class RpcText {
    private RpcText() {}

    static String of(String procedure, List<Parameter> parameters) {
        StringBuilder text = new StringBuilder("EXEC ").append(procedure);
        String separator = " ";
        for (Parameter parameter : parameters) {
            text.append(separator);
            if (!parameter.name().isEmpty()) {
                text.append(parameter.name()).append(" = ");
            }
            text.append(literal(parameter.value(), parameter.type()));
            if (parameter.output()) {
                text.append(" OUTPUT");
            }
            separator = ", ";
        }
        return text.toString();
    }

    private static String literal(Object value, SqlType type) {
        if (value == null) {
            return "NULL";
        }
        try {
            if (value instanceof byte[]) {
                return Conversion.display(value, Type.varbinary(0), 1);
            }
            if (value instanceof Number || value instanceof Boolean) {
                return Conversion.display(value, Type.ofValue(value), 0);
            }
            String text = Conversion.display(value, Type.ofValue(value), 126);
            return (type == SqlType.NVARCHAR ? "N'" : "'") + text.replace("'", "''") + "'";
        } catch (SqlError e) {
            throw new IllegalStateException(e);
        }
    }
}
