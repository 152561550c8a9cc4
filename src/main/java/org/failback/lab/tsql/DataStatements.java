package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** SELECT, INSERT, UPDATE, DELETE, and the tables they work on. Each works as a whole or not at all. */
final class DataStatements {
    private final Frame frame;
    private final Session session;
    private final Names names;

    DataStatements(Frame frame) {
        this.frame = frame;
        this.session = frame.session();
        this.names = Names.none(frame);
    }

    void run(Statement statement, WatchedAnswer answer, Calls calls) throws SqlError, Failure {
        if (session.scope().doomed() && !(statement instanceof Statement.Select)) {
            throw Leaves.doomed();
        }
        long count = -1;
        if (statement instanceof Statement.Select select) {
            select(select.query(), answer);
            return;
        }
        if (statement instanceof Statement.Insert insert) {
            count = insert(insert, answer, calls);
        } else if (statement instanceof Statement.Update update) {
            count = update(update);
        } else if (statement instanceof Statement.Delete delete) {
            count = delete(delete);
        } else if (statement instanceof Statement.Truncate truncate) {
            Table table = Tables.find(truncate.table(), frame);
            remove(table, table.rows(), false);
        } else if (statement instanceof Statement.CreateTable create) {
            create(create.name(), Shapes.table(create.shape(), frame));
        } else if (statement instanceof Statement.DropTable drop) {
            for (ObjectName name : drop.names()) {
                drop(name);
            }
        }
        session.scope().rowCount(Math.max(0, count));
        answer.updated(session.scope().isOn("NOCOUNT") ? -1 : count);
    }

    private void select(Query query, WatchedAnswer answer) throws SqlError {
        Scope scope = session.scope();
        boolean counts = !scope.isOn("NOCOUNT");
        if (query.body() instanceof Query.Select select) {
            if (select.into() != null) {
                long count = selectInto(query, select);
                scope.rowCount(count);
                answer.updated(counts ? count : -1);
                return;
            }
            if (select.items().stream().anyMatch(item -> item instanceof Query.Assignment)) {
                assign(query, select);
                answer.updated(-1);
                return;
            }
        }
        scope.rowCount(Results.send(new QueryBinder(names).bind(query), Row.root(frame), answer, counts));
    }

    /** Row by row, so that {@code SELECT @s = @s + name} adds them all up. */
    private void assign(Query query, Query.Select select) throws SqlError {
        if (!select.items().stream().allMatch(item -> item instanceof Query.Assignment)) {
            throw new SqlError(
                    141,
                    15,
                    1,
                    "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval"
                            + " operations.");
        }
        Queries.Selected selected = (Queries.Selected) new QueryBinder(names).bind(query);
        List<Query.Assignment> assignments = new ArrayList<>();
        for (int i = 0; i < select.items().size(); i++) {
            Query.Assignment assignment = (Query.Assignment) select.items().get(i);
            Conversion.checkImplicit(selected.outputs().get(i).type(), frame.type(assignment.variable()));
            assignments.add(assignment);
        }
        List<Row> rows = selected.sortedSources(Row.root(frame));
        for (Row row : rows) {
            for (int i = 0; i < assignments.size(); i++) {
                Term term = selected.outputs().get(i);
                frame.assign(assignments.get(i).variable(), term.value(row), term.type());
            }
        }
        session.scope().rowCount(rows.size());
    }

    private long selectInto(Query query, Query.Select select) throws SqlError {
        ObjectName into = select.into();
        Query plain = new Query(query.with(), select.withoutInto(), query.order());
        Relation relation = new QueryBinder(names).bind(plain);
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (Relation.Field field : relation.fields()) {
            if (field.name().isEmpty()) {
                throw new SqlError(
                        1038,
                        15,
                        5,
                        "An object or column name is missing or empty. For SELECT INTO statements, verify each column"
                                + " has a name.");
            }
            definitions.add(ColumnDefinition.of(field.type().column(field.name())));
        }
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row : relation.rows(Row.root(frame))) {
            Object[] values = new Object[definitions.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Results.fitting(row[i], relation.fields().get(i).type());
            }
            rows.add(values);
        }
        MemoryTable table = new MemoryTable(definitions, List.of());
        table.insert(rows);
        create(into, table);
        return rows.size();
    }

    private void create(ObjectName name, MemoryTable table) throws SqlError {
        Scope scope = session.scope();
        if (!name.isTemporary()) {
            session.server().createTable(name, table, scope);
            return;
        }
        if (scope.temporary(name.name()).isPresent()) {
            throw new SqlError(2714, 16, 6, "There is already an object named '" + name.name() + "' in the database.");
        }
        frame.createTemporary(name.name(), table);
        scope.onRollback(() -> scope.dropTemporary(name.name()));
    }

    private void drop(ObjectName name) throws SqlError {
        Scope scope = session.scope();
        if (!name.isTemporary()) {
            session.server().dropTable(name, scope);
            return;
        }
        MemoryTable table = scope.temporary(name.name())
                .orElseThrow(() -> new SqlError(
                        3701,
                        11,
                        5,
                        "Cannot drop the table '" + name + "', because it does not exist or you do not have"
                                + " permission."));
        scope.dropTemporary(name.name());
        scope.onRollback(() -> scope.putTemporary(name.name(), table));
    }

    private long insert(Statement.Insert insert, WatchedAnswer answer, Calls calls) throws SqlError, Failure {
        boolean variable = insert.target().variable() != null;
        Table table = variable
                ? frame.table(insert.target().variable())
                : Tables.find(insert.target().name(), frame);
        List<Integer> ordinals = ordinals(table, insert.columns());
        List<Object[]> rows = new ArrayList<>();
        if (insert.execute() != null) {
            for (CapturedRows.Captured row : calls.captured(insert.execute(), answer)) {
                List<Type> types = row.columns().stream().map(Type::of).toList();
                checkCount(types.size(), ordinals, insert.columns());
                rows.add(newRow(table, ordinals, row.values(), types));
            }
        } else if (insert.query() == null) {
            rows.add(newRow(table, List.of(), new Object[0], List.of()));
        } else {
            Relation query = new QueryBinder(names).bind(insert.query());
            List<Type> types = query.fields().stream().map(Relation.Field::type).toList();
            checkCount(types.size(), ordinals, insert.columns());
            for (int i = 0; i < types.size(); i++) {
                Conversion.checkImplicit(types.get(i), Type.of(table.columns().get(ordinals.get(i))));
            }
            for (Object[] row : query.rows(Row.root(frame))) {
                rows.add(newRow(table, ordinals, row, types));
            }
        }
        table.insert(rows);
        if (!variable) {
            session.scope().onRollback(() -> undo(() -> table.delete(rows)));
        }
        return rows.size();
    }

    /** Where the given values go: the named columns, or all that the table does not number itself. */
    private List<Integer> ordinals(Table table, List<String> columns) throws SqlError {
        List<ColumnDefinition> definitions = table.definitions();
        if (definitions.isEmpty()) {
            throw new SqlError(259, 16, 1, "Ad hoc updates to system catalogs are not allowed.");
        }
        List<Integer> ordinals = new ArrayList<>();
        if (columns.isEmpty()) {
            for (int i = 0; i < definitions.size(); i++) {
                if (!definitions.get(i).identity()) {
                    ordinals.add(i);
                }
            }
            return ordinals;
        }
        for (String column : columns) {
            int ordinal = Shapes.ordinal(definitions, column, session.collation());
            if (definitions.get(ordinal).identity()) {
                throw new SqlError(
                        544,
                        16,
                        1,
                        "Cannot insert explicit value for identity column in table when IDENTITY_INSERT is set to OFF.");
            }
            ordinals.add(ordinal);
        }
        return ordinals;
    }

    private static void checkCount(int given, List<Integer> ordinals, List<String> columns) throws SqlError {
        if (given == ordinals.size()) {
            return;
        }
        if (columns.isEmpty()) {
            throw new SqlError(213, 16, 1, "Column name or number of supplied values does not match table definition.");
        }
        throw given < ordinals.size()
                ? new SqlError(
                        120,
                        15,
                        1,
                        "The select list for the INSERT statement contains fewer items than the insert list. The number"
                                + " of SELECT values must match the number of INSERT columns.")
                : new SqlError(
                        121,
                        15,
                        1,
                        "The select list for the INSERT statement contains more items than the insert list. The number"
                                + " of SELECT values must match the number of INSERT columns.");
    }

    private Object[] newRow(Table table, List<Integer> ordinals, Object[] values, List<Type> types) throws SqlError {
        List<ColumnDefinition> definitions = table.definitions();
        Object[] row = new Object[definitions.size()];
        for (int i = 0; i < row.length; i++) {
            ColumnDefinition definition = definitions.get(i);
            int given = ordinals.indexOf(i);
            Type type = Type.of(definition.column());
            if (definition.identity()) {
                BigDecimal number = BigDecimal.valueOf(table.nextIdentity());
                session.scope().identity(number);
                row[i] = Conversion.to(type, number, Type.numeric(38, 0));
            } else if (given >= 0) {
                row[i] = Conversion.intoColumn(type, values[given], types.get(given));
            } else {
                row[i] = definition.defaultValue().value();
            }
            checkNull(definition, row[i], "INSERT");
        }
        return row;
    }

    private static void checkNull(ColumnDefinition definition, Object value, String verb) throws SqlError {
        if (value == null && !definition.nullable()) {
            throw new SqlError(
                    515,
                    16,
                    2,
                    "Cannot insert the value NULL into column '"
                            + definition.column().name() + "'; column does not allow nulls. " + verb + " fails.");
        }
    }

    /** Rows to change, with the names of the query that found them. */
    private record Found(Relation.Source source, Names names, List<FoundRow> rows) {}

    /** A row of the table and the row of the join that found it. */
    private record FoundRow(Object[] stored, Row row) {}

    private Found find(
            List<Query.CommonTable> with, Query.Top top, Statement.Target target, Query.From from, Predicate where)
            throws SqlError {
        Query.From all = from != null
                ? from
                : target.variable() != null
                        ? new Query.VariableTable(target.variable(), target.variable())
                        : new Query.NamedTable(target.name(), target.name().name());
        Names level = names.inner(List.of());
        if (!with.isEmpty()) {
            Map<String, Names.CommonTableNames> tables = new HashMap<>();
            for (Query.CommonTable table : with) {
                tables.put(
                        table.name().toUpperCase(Locale.ROOT),
                        new Names.CommonTableNames(table, names.withCommonTables(Map.copyOf(tables))));
            }
            level = level.withCommonTables(tables);
        }
        Relation relation = new FromBinder(level).bind(all);
        int index = hidden(relation.fields(), target);
        Names visible = level.with(relation.fields());
        Condition condition = where == null ? null : new ExpressionBinder(visible).condition(where);
        long most = Long.MAX_VALUE;
        if (top != null) {
            Object count = Conversion.to(
                    Type.BIGINT,
                    Values.value(frame, top.count()),
                    Values.term(frame, top.count()).type());
            if (top.percent() || count == null) {
                throw Refusal.of("TOP … PERCENT or TOP (NULL) in UPDATE and DELETE");
            }
            most = (Long) count;
        }
        Set<Object[]> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<FoundRow> rows = new ArrayList<>();
        Row outer = Row.root(frame);
        for (Object[] cells : relation.rows(outer)) {
            Row row = outer.inner(cells);
            // A row that a join finds twice is changed once, by its first match.
            if (rows.size() < most
                    && cells[index] != null
                    && (condition == null || condition.value(row).isTrue())
                    && seen.add((Object[]) cells[index])) {
                rows.add(new FoundRow((Object[]) cells[index], row));
            }
        }
        return new Found(relation.fields().get(index).source(), visible, rows);
    }

    private int hidden(List<Relation.Field> fields, Statement.Target target) throws SqlError {
        Collation collation = session.collation();
        String wanted =
                target.variable() != null ? target.variable() : target.name().name();
        for (int i = 0; i < fields.size(); i++) {
            Relation.Field field = fields.get(i);
            if (field.hidden() && collation.sameName(field.qualifier(), wanted)) {
                return i;
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            Relation.Field field = fields.get(i);
            if (field.hidden() && collation.sameName(field.source().name().name(), wanted)) {
                return i;
            }
        }
        throw Refusal.of("UPDATE and DELETE of a table that does not stand in their FROM");
    }

    private long update(Statement.Update update) throws SqlError {
        Found found = find(update.with(), update.top(), update.target(), update.from(), update.where());
        Table table = found.source().table();
        ordinals(table, List.of());
        ExpressionBinder expressions = new ExpressionBinder(found.names());
        Map<Integer, Term> sets = new LinkedHashMap<>();
        for (Statement.SetClause set : update.sets()) {
            int ordinal = Shapes.ordinal(table.definitions(), set.column(), session.collation());
            ColumnDefinition definition = table.definitions().get(ordinal);
            if (definition.identity()) {
                throw new SqlError(8102, 16, 1, "Cannot update identity column '" + set.column() + "'.");
            }
            Term term = set.value() == null
                    ? new Terms.Constant(definition.defaultValue().value(), Type.of(definition.column()))
                    : expressions.term(set.value());
            Conversion.checkImplicit(term.type(), Type.of(definition.column()));
            sets.put(ordinal, term);
        }
        Map<Object[], Object[]> replacements = new IdentityHashMap<>();
        Map<Object[], Object[]> back = new IdentityHashMap<>();
        for (FoundRow each : found.rows()) {
            Object[] changed = each.stored().clone();
            for (Map.Entry<Integer, Term> set : sets.entrySet()) {
                ColumnDefinition definition = table.definitions().get(set.getKey());
                Term term = set.getValue();
                changed[set.getKey()] =
                        Conversion.intoColumn(Type.of(definition.column()), term.value(each.row()), term.type());
                checkNull(definition, changed[set.getKey()], "UPDATE");
            }
            replacements.put(each.stored(), changed);
            back.put(changed, each.stored());
        }
        if (!replacements.isEmpty()) {
            table.update(replacements);
        }
        if (!found.source().variable()) {
            session.scope().onRollback(() -> undo(() -> table.update(back)));
        }
        return replacements.size();
    }

    private long delete(Statement.Delete delete) throws SqlError {
        Found found = find(delete.with(), delete.top(), delete.target(), delete.from(), delete.where());
        Table table = found.source().table();
        ordinals(table, List.of());
        remove(
                table,
                found.rows().stream().map(FoundRow::stored).toList(),
                found.source().variable());
        return found.rows().size();
    }

    private void remove(Table table, Collection<Object[]> rows, boolean variable) throws SqlError {
        List<Object[]> removed = List.copyOf(rows);
        if (!removed.isEmpty()) {
            table.delete(removed);
        }
        if (!variable) {
            session.scope().onRollback(() -> undo(() -> table.insert(removed)));
        }
    }

    @FunctionalInterface
    private interface Undo {
        void run() throws SqlError;
    }

    private static void undo(Undo undo) {
        try {
            undo.run();
        } catch (SqlError e) {
            throw new IllegalStateException("the lab could not roll back a change: " + e.getMessage(), e);
        }
    }
}
