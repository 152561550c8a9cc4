package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Makes tables from what CREATE TABLE says. */
final class Shapes {
    private Shapes() {}

    static MemoryTable table(Statement.TableShape shape, Frame frame) throws SqlError {
        Collation collation = frame.session().collation();
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (Statement.ColumnShape column : shape.columns()) {
            boolean inKey = shape.keys().stream()
                    .anyMatch(key -> key.stream().anyMatch(name -> collation.sameName(name, column.name())));
            definitions.add(new ColumnDefinition(
                    column.type().column(column.name()),
                    column.nullable() && !inKey,
                    column.identity(),
                    defaultValue(column, frame)));
        }
        List<List<Integer>> keys = new ArrayList<>();
        for (List<String> key : shape.keys()) {
            List<Integer> ordinals = new ArrayList<>();
            for (String name : key) {
                ordinals.add(ordinal(definitions, name, collation));
            }
            keys.add(ordinals);
        }
        return new MemoryTable(definitions, keys);
    }

    private static ColumnDefinition.Default defaultValue(Statement.ColumnShape column, Frame frame) throws SqlError {
        if (column.defaultValue() == null) {
            return () -> null;
        }
        // Bound once, in a frame of its own: a default sees no variables.
        Frame own = Frame.outermost(frame.session());
        Term term = Values.term(own, column.defaultValue());
        return () -> Conversion.to(column.type(), term.value(Row.root(own)), term.type());
    }

    static int ordinal(List<ColumnDefinition> definitions, String name, Collation collation) throws SqlError {
        for (int i = 0; i < definitions.size(); i++) {
            Column column = definitions.get(i).column();
            if (collation.sameName(column.name(), name)) {
                return i;
            }
        }
        throw new SqlError(207, 16, 1, "Invalid column name '" + name + "'.");
    }
}
