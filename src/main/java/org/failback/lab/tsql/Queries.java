package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** The kinds of queries. */
final class Queries {
    private static final Object[] NO_CELLS = {};

    /** A SELECT without FROM has one row without columns. */
    static final Relation NOTHING = new Nothing();

    private Queries() {}

    private record Nothing() implements Relation {
        @Override
        public List<Field> fields() {
            return List.of();
        }

        @Override
        public List<Object[]> rows(Row outer) {
            return Collections.singletonList(NO_CELLS);
        }
    }

    record SortKey(Term term, boolean descending) {}

    record Limit(Term count, boolean percent, boolean withTies) {}

    record Grouping(List<Term> keys, Condition having) {}

    /** A row on its way to the result, with the values it is sorted by. */
    private record Candidate(Object[] outputs, Object[] keys) {}

    record Selected(
            Relation from,
            Condition where,
            Grouping grouping,
            List<Term> outputs,
            boolean distinct,
            List<SortKey> sort,
            Limit limit,
            List<Relation.Field> fields)
            implements Relation {

        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Candidate> candidates = new ArrayList<>();
            Set<List<Object>> seen = new HashSet<>();
            Collation collation = outer.frame().session().collation();
            for (Row row : sources(outer)) {
                Object[] values = values(outputs, row);
                if (!distinct || seen.add(Keys.of(values, collation))) {
                    candidates.add(new Candidate(values, sortValues(sort, row)));
                }
            }
            Sorting.sort(candidates, Candidate::keys, sort, outer.frame());
            List<Object[]> rows = new ArrayList<>();
            for (Candidate candidate : limited(candidates, Candidate::keys, outer)) {
                rows.add(candidate.outputs());
            }
            return rows;
        }

        /** The rows that outputs are computed from, in the order of ORDER BY, for SELECT @x = …. */
        List<Row> sortedSources(Row outer) throws SqlError {
            record Keyed(Row row, Object[] keys) {}
            List<Keyed> keyed = new ArrayList<>();
            for (Row row : sources(outer)) {
                keyed.add(new Keyed(row, sortValues(sort, row)));
            }
            Sorting.sort(keyed, Keyed::keys, sort, outer.frame());
            List<Row> rows = new ArrayList<>();
            for (Keyed each : limited(keyed, Keyed::keys, outer)) {
                rows.add(each.row());
            }
            return rows;
        }

        private List<Row> sources(Row outer) throws SqlError {
            List<Row> rows = new ArrayList<>();
            int count = 0;
            for (Object[] cells : from.rows(outer)) {
                if ((++count & 0x3ff) == 0) {
                    outer.frame().session().checkInterrupted();
                }
                Row row = outer.inner(cells);
                if (where == null || where.value(row).isTrue()) {
                    rows.add(row);
                }
            }
            return grouping == null ? rows : grouped(rows, outer);
        }

        private List<Row> grouped(List<Row> rows, Row outer) throws SqlError {
            Collation collation = outer.frame().session().collation();
            Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
            for (Row row : rows) {
                List<Object> key = Keys.of(values(grouping.keys(), row), collation);
                groups.computeIfAbsent(key, first -> new ArrayList<>()).add(row);
            }
            if (groups.isEmpty() && grouping.keys().isEmpty()) {
                groups.put(List.of(), List.of());
            }
            List<Row> result = new ArrayList<>();
            for (List<Row> group : groups.values()) {
                Object[] cells = group.isEmpty()
                        ? new Object[from.fields().size()]
                        : group.get(0).cells();
                Row row = new Row(outer.frame(), cells, outer, group);
                if (grouping.having() == null || grouping.having().value(row).isTrue()) {
                    result.add(row);
                }
            }
            return result;
        }

        private <T> List<T> limited(List<T> rows, java.util.function.Function<T, Object[]> keys, Row outer)
                throws SqlError {
            if (limit == null) {
                return rows;
            }
            long count = limitCount(rows.size(), outer);
            int end = (int) Math.min(count, rows.size());
            while (limit.withTies()
                    && end > 0
                    && end < rows.size()
                    && Sorting.equal(keys.apply(rows.get(end)), keys.apply(rows.get(end - 1)), sort, outer.frame())) {
                end++;
            }
            return rows.subList(0, end);
        }

        private long limitCount(int available, Row outer) throws SqlError {
            Object value = limit.count().value(outer);
            if (limit.percent()) {
                double percent =
                        ((Number) Conversion.to(Type.FLOAT, value, limit.count().type())).doubleValue();
                return (long) Math.ceil(available * percent / 100);
            }
            Object count = Conversion.to(Type.BIGINT, value, limit.count().type());
            if (count == null || (Long) count < 0) {
                throw new SqlError(1060, 15, 1, "The number of rows in the TOP clause must be an integer.");
            }
            return (Long) count;
        }
    }

    private static Object[] values(List<Term> terms, Row row) throws SqlError {
        Object[] values = new Object[terms.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = terms.get(i).value(row);
        }
        return values;
    }

    private static Object[] sortValues(List<SortKey> sort, Row row) throws SqlError {
        return values(sort.stream().map(SortKey::term).toList(), row);
    }

    record Sorted(Relation body, List<SortKey> sort) implements Relation {
        @Override
        public List<Field> fields() {
            return body.fields();
        }

        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            record Keyed(Object[] row, Object[] keys) {}
            List<Keyed> keyed = new ArrayList<>();
            for (Object[] row : body.rows(outer)) {
                keyed.add(new Keyed(row, sortValues(sort, outer.inner(row))));
            }
            Sorting.sort(keyed, Keyed::keys, sort, outer.frame());
            return keyed.stream().map(Keyed::row).toList();
        }
    }

    /** The rows of a table value constructor. */
    record Listed(List<List<Term>> terms, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Object[]> rows = new ArrayList<>();
            for (List<Term> row : terms) {
                Object[] values = values(row, outer.inner(NO_CELLS));
                for (int i = 0; i < values.length; i++) {
                    values[i] = Conversion.to(
                            fields.get(i).type(), values[i], row.get(i).type());
                }
                rows.add(values);
            }
            return rows;
        }
    }

    record Combined(String operator, Relation left, Relation right, List<Relation.Field> fields) implements Relation {
        @Override
        public List<Object[]> rows(Row outer) throws SqlError {
            List<Object[]> lefts = converted(left, outer);
            List<Object[]> rights = converted(right, outer);
            if (operator.equals("UNION ALL")) {
                lefts.addAll(rights);
                return lefts;
            }
            Collation collation = outer.frame().session().collation();
            Set<List<Object>> others = new HashSet<>();
            rights.forEach(row -> others.add(Keys.of(row, collation)));
            Set<List<Object>> taken = new LinkedHashSet<>();
            List<Object[]> rows = new ArrayList<>();
            if (operator.equals("UNION")) {
                lefts.addAll(rights);
            }
            for (Object[] row : lefts) {
                List<Object> key = Keys.of(row, collation);
                boolean wanted = switch (operator) {
                    case "EXCEPT" -> !others.contains(key);
                    case "INTERSECT" -> others.contains(key);
                    default -> true;
                };
                if (wanted && taken.add(key)) {
                    rows.add(row);
                }
            }
            return rows;
        }

        private List<Object[]> converted(Relation side, Row outer) throws SqlError {
            List<Object[]> rows = new ArrayList<>();
            for (Object[] row : side.rows(outer)) {
                Object[] values = new Object[fields.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Conversion.to(
                            fields.get(i).type(), row[i], side.fields().get(i).type());
                }
                rows.add(values);
            }
            return rows;
        }
    }
}
