package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Sends a relation to the client. */
final class Results {
    private Results() {}

    static long send(Relation relation, Row outer, Answer answer, boolean counts) throws SqlError {
        List<Relation.Field> fields = relation.fields();
        // Computed first: an error then comes instead of the result set, not in the middle of it.
        List<Object[]> rows = relation.rows(outer);
        List<Column> columns =
                fields.stream().map(field -> field.type().column(field.name())).toList();
        answer.columns(columns);
        for (Object[] row : rows) {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = fitting(row[i], fields.get(i).type());
            }
            answer.row(values);
        }
        answer.endOfRows(counts ? rows.size() : -1);
        return rows.size();
    }

    /** A value of the class that its column promises, whatever the server's table held. */
    static Object fitting(Object value, Type type) throws SqlError {
        if (value == null || type.sql().javaClass().isInstance(value)) {
            return value;
        }
        return Conversion.to(type, value, Type.ofValue(value));
    }
}
