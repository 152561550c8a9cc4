package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** The kinds of relations that are not queries. */
final class Relations {
    private Relations() {}

    /** A table; behind its columns each row carries itself, so that UPDATE and DELETE find it again. */
    record Stored(Table table, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            outer.frame().session().checkInterrupted();
            List<Object[]> rows = new ArrayList<>();
            for (Object[] row : table.rows()) {
                Object[] cells = Arrays.copyOf(row, row.length + 1);
                cells[row.length] = row;
                rows.add(cells);
            }
            return rows;
        }
    }

    record Computed(TableFunction function, List<Term> arguments, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Object> values = new ArrayList<>();
            for (Term argument : arguments) {
                values.add(argument.value(outer));
            }
            return function.rows(values);
        }
    }

    /** A common table expression: it sees nothing of where it is used. */
    record Detached(Relation query) implements Relation {
        @Override
        public List<Relation.Field> fields() {
            return query.fields();
        }

        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            return query.rows(Row.root(outer.frame()));
        }
    }

    record Renamed(Relation query, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            return query.rows(outer);
        }
    }

    static Relation renamed(Relation query, String alias, List<String> columns) throws SqlError {
        if (!columns.isEmpty() && columns.size() != query.fields().size()) {
            throw new SqlError(
                    columns.size() > query.fields().size() ? 8159 : 8158,
                    16,
                    1,
                    "'" + alias + "' has " + (columns.size() > query.fields().size() ? "fewer" : "more")
                            + " columns than were specified in the column list.");
        }
        List<Relation.Field> fields = new ArrayList<>();
        for (int i = 0; i < query.fields().size(); i++) {
            Relation.Field field = query.fields().get(i);
            String name = columns.isEmpty() ? field.name() : columns.get(i);
            if (name.isEmpty()) {
                throw new SqlError(
                        8155, 16, 2, "No column name was specified for column " + (i + 1) + " of '" + alias + "'.");
            }
            fields.add(new Relation.Field(alias, name, field.type(), null));
        }
        return new Renamed(query, fields);
    }

    record Joined(String kind, Relation left, Relation right, Condition on, List<Relation.Field> fields)
            implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Object[]> rights = right.rows(outer);
            boolean[] matched = new boolean[rights.size()];
            List<Object[]> rows = new ArrayList<>();
            for (Object[] one : left.rows(outer)) {
                outer.frame().session().checkInterrupted();
                boolean found = false;
                for (int i = 0; i < rights.size(); i++) {
                    Object[] cells = concat(one, rights.get(i));
                    if (on == null
                            || on.value(new Row(outer.frame(), cells, outer, null))
                                    .isTrue()) {
                        rows.add(cells);
                        matched[i] = true;
                        found = true;
                    }
                }
                if (!found && (kind.equals("LEFT") || kind.equals("FULL"))) {
                    rows.add(concat(one, new Object[right.fields().size()]));
                }
            }
            if (kind.equals("RIGHT") || kind.equals("FULL")) {
                for (int i = 0; i < matched.length; i++) {
                    if (!matched[i]) {
                        rows.add(concat(new Object[left.fields().size()], rights.get(i)));
                    }
                }
            }
            return rows;
        }
    }

    record Applied(boolean keepsLeft, Relation left, Relation right, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Object[]> rows = new ArrayList<>();
            for (Object[] one : left.rows(outer)) {
                List<Object[]> found = right.rows(outer.inner(one));
                for (Object[] other : found) {
                    rows.add(concat(one, other));
                }
                if (found.isEmpty() && keepsLeft) {
                    rows.add(concat(one, new Object[right.fields().size()]));
                }
            }
            return rows;
        }
    }

    private static Object[] concat(Object[] left, Object[] right) {
        Object[] cells = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, cells, left.length, right.length);
        return cells;
    }
}
