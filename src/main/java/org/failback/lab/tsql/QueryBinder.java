package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** Resolves queries. */
final class QueryBinder {
    private final Names around;

    /** @param around the level that the query stands in */
    QueryBinder(Names around) {
        this.around = around;
    }

    /** A query that stands for one value. */
    Relation single(Query query) throws SqlError {
        Relation relation = nested(query);
        if (relation.fields().size() != 1) {
            throw new SqlError(
                    116,
                    16,
                    1,
                    "Only one expression can be specified in the select list when the subquery is not introduced with"
                            + " EXISTS.");
        }
        return relation;
    }

    /** A query inside another one, where an order without TOP means nothing. */
    Relation nested(Query query) throws SqlError {
        boolean cut = query.body() instanceof Query.Select select && select.top() != null;
        if (!query.order().isEmpty() && !cut) {
            throw new SqlError(
                    1033,
                    15,
                    1,
                    "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common"
                            + " table expressions, unless TOP or FOR XML is also specified.");
        }
        return bind(query);
    }

    Relation bind(Query query) throws SqlError {
        Names names = withCommonTables(query.with());
        if (query.body() instanceof Query.Select select) {
            return new QueryBinder(names).select(select, query.order());
        }
        Relation body = new QueryBinder(names).body(query.body());
        return query.order().isEmpty() ? body : ordered(body, query.order());
    }

    private Names withCommonTables(List<Query.CommonTable> tables) {
        if (tables.isEmpty()) {
            return around;
        }
        Map<String, Names.CommonTableNames> known = new HashMap<>(around.commonTables());
        for (Query.CommonTable table : tables) {
            // Each one sees those before it, not itself: recursion would find no such object.
            Names sees = Names.none(around.frame()).withCommonTables(Map.copyOf(known));
            known.put(table.name().toUpperCase(Locale.ROOT), new Names.CommonTableNames(table, sees));
        }
        return around.withCommonTables(known);
    }

    private Relation body(Query.Body body) throws SqlError {
        if (body instanceof Query.Select select) {
            return select(select, List.of());
        }
        if (body instanceof Query.Nested nested) {
            return bind(nested.query());
        }
        if (body instanceof Query.Values values) {
            return values(values);
        }
        Query.SetOperation operation = (Query.SetOperation) body;
        Relation left = body(operation.left());
        Relation right = body(operation.right());
        if (left.fields().size() != right.fields().size()) {
            throw new SqlError(
                    205,
                    16,
                    1,
                    "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of"
                            + " expressions in their target lists.");
        }
        List<Relation.Field> fields = new ArrayList<>();
        for (int i = 0; i < left.fields().size(); i++) {
            Relation.Field field = left.fields().get(i);
            Type type = field.type().meet(right.fields().get(i).type());
            fields.add(new Relation.Field("", field.name(), type, null));
        }
        return new Queries.Combined(operation.operator(), left, right, fields);
    }

    private Relation values(Query.Values values) throws SqlError {
        List<List<Term>> rows = new ArrayList<>();
        List<Relation.Field> fields = new ArrayList<>();
        ExpressionBinder expressions = new ExpressionBinder(around.inner(List.of()));
        for (List<Expression> row : values.rows()) {
            List<Term> terms = expressions.terms(row);
            for (int i = 0; i < terms.size(); i++) {
                Type type = terms.get(i).type();
                if (rows.isEmpty()) {
                    fields.add(new Relation.Field("", "", type, null));
                } else if (terms.size() == fields.size()) {
                    fields.set(
                            i, new Relation.Field("", "", fields.get(i).type().meet(type), null));
                }
            }
            if (terms.size() != fields.size()) {
                throw new SqlError(
                        10709,
                        16,
                        1,
                        "The number of columns for each row in a table value constructor must be the same.");
            }
            rows.add(terms);
        }
        return new Queries.Listed(rows, fields);
    }

    private Relation ordered(Relation body, List<Query.Order> order) throws SqlError {
        List<Queries.SortKey> keys = new ArrayList<>();
        for (Query.Order item : order) {
            int index = output(item.expression(), body.fields());
            if (index < 0) {
                throw new SqlError(
                        104,
                        16,
                        1,
                        "ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or"
                                + " EXCEPT operator.");
            }
            Type type = body.fields().get(index).type();
            keys.add(new Queries.SortKey(new Terms.ColumnTerm(0, index, type), item.descending()));
        }
        return new Queries.Sorted(body, keys);
    }

    /** The column of the result that an ORDER BY names by its number or its name, or -1. */
    private int output(Expression expression, List<Relation.Field> fields) throws SqlError {
        if (expression instanceof Expression.Literal literal && literal.value() instanceof Integer position) {
            if (position < 1 || position > fields.size()) {
                throw new SqlError(
                        108,
                        16,
                        1,
                        "The ORDER BY position number " + position
                                + " is out of range of the number of items in the select list.");
            }
            return position - 1;
        }
        if (expression instanceof Expression.ColumnReference column
                && column.parts().size() == 1) {
            for (int i = 0; i < fields.size(); i++) {
                if (around.frame()
                        .session()
                        .collation()
                        .sameName(fields.get(i).name(), column.parts().get(0))) {
                    return i;
                }
            }
        }
        return -1;
    }

    Queries.Selected select(Query.Select select, List<Query.Order> order) throws SqlError {
        if (select.into() != null) {
            throw Refusal.of("SELECT … INTO within a UNION or a subquery");
        }
        Relation from = Queries.NOTHING;
        Names names = around.inner(List.of());
        if (select.from() != null) {
            from = new FromBinder(names).bind(select.from());
            names = around.inner(from.fields());
        }
        ExpressionBinder plain = new ExpressionBinder(names);
        Condition where = select.where() == null ? null : plain.condition(select.where());
        List<Term> keys = plain.terms(select.groupBy());
        boolean grouped = isGrouped(select, order);
        ExpressionBinder expressions = grouped ? new ExpressionBinder(names.grouped(keys)) : plain;
        List<Term> outputs = new ArrayList<>();
        List<Relation.Field> fields = new ArrayList<>();
        for (Query.Item item : select.items()) {
            addItem(item, expressions, grouped ? names.grouped(keys) : names, outputs, fields);
        }
        Condition having = select.having() == null ? null : expressions.condition(select.having());
        List<Queries.SortKey> sort = new ArrayList<>();
        for (Query.Order item : order) {
            sort.add(new Queries.SortKey(sortTerm(item.expression(), expressions, outputs, fields), item.descending()));
        }
        if (select.distinct()
                && !outputs.containsAll(sort.stream().map(Queries.SortKey::term).toList())) {
            throw new SqlError(
                    145, 15, 1, "ORDER BY items must appear in the select list if SELECT DISTINCT is specified.");
        }
        Queries.Limit limit = limit(select.top(), order);
        return new Queries.Selected(
                from,
                where,
                grouped ? new Queries.Grouping(keys, having) : null,
                outputs,
                select.distinct(),
                sort,
                limit,
                fields);
    }

    private Queries.Limit limit(Query.Top top, List<Query.Order> order) throws SqlError {
        if (top == null) {
            return null;
        }
        if (top.withTies() && order.isEmpty()) {
            throw new SqlError(
                    1062, 15, 1, "The TOP N WITH TIES clause is not allowed without a corresponding ORDER BY clause.");
        }
        return new Queries.Limit(new ExpressionBinder(around).term(top.count()), top.percent(), top.withTies());
    }

    private static boolean isGrouped(Query.Select select, List<Query.Order> order) {
        return !select.groupBy().isEmpty()
                || select.having() != null
                || order.stream().anyMatch(item -> Aggregates.in(item.expression()))
                || select.items().stream()
                        .anyMatch(item -> item instanceof Query.Named named && Aggregates.in(named.expression())
                                || item instanceof Query.Assignment set && Aggregates.in(set.expression()));
    }

    private static void addItem(
            Query.Item item, ExpressionBinder expressions, Names names, List<Term> outputs, List<Relation.Field> fields)
            throws SqlError {
        if (item instanceof Query.Star star) {
            boolean found = false;
            for (int index = 0; index < names.fields().size(); index++) {
                Relation.Field field = names.fields().get(index);
                boolean matches = star.qualifier().isEmpty()
                        || names.frame().session().collation().sameName(field.qualifier(), star.qualifier());
                if (matches && !field.hidden()) {
                    Term term = new Terms.ColumnTerm(0, index, field.type());
                    if (names.isGrouped() && !names.groupKeys().contains(term)) {
                        names.column(List.of(field.qualifier(), field.name()));
                    }
                    outputs.add(term);
                    fields.add(new Relation.Field("", field.name(), field.type(), null));
                    found = true;
                }
            }
            if (!found && !star.qualifier().isEmpty()) {
                throw new SqlError(
                        107,
                        15,
                        1,
                        "The column prefix '" + star.qualifier()
                                + "' does not match with a table name or alias name used in the query.");
            }
            if (!found) {
                throw new SqlError(263, 16, 1, "Must specify table to select from.");
            }
            return;
        }
        Expression expression =
                item instanceof Query.Named named ? named.expression() : ((Query.Assignment) item).expression();
        Term term = expressions.term(expression);
        outputs.add(term);
        fields.add(new Relation.Field("", item instanceof Query.Named named ? named.name() : "", term.type(), null));
    }

    private Term sortTerm(
            Expression expression, ExpressionBinder expressions, List<Term> outputs, List<Relation.Field> fields)
            throws SqlError {
        int index = output(expression, fields);
        return index >= 0 ? outputs.get(index) : expressions.term(expression);
    }
}
