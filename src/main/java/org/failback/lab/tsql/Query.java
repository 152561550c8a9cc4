package org.failback.lab.tsql;

import java.util.List;

/**
 * A query with its ORDER BY.
 *
 * @param with common table expressions, in order
 */
record Query(List<CommonTable> with, Body body, List<Order> order) {
    record CommonTable(String name, List<String> columns, Query query) {}

    record Order(Expression expression, boolean descending) {}

    sealed interface Body {}

    /** {@code UNION}, {@code UNION ALL}, {@code EXCEPT}, {@code INTERSECT}. */
    record SetOperation(String operator, Body left, Body right) implements Body {}

    record Values(List<List<Expression>> rows) implements Body {}

    /** A query in parentheses. */
    record Nested(Query query) implements Body {}

    record Select(
            boolean distinct,
            Top top,
            List<Item> items,
            ObjectName into,
            From from,
            Predicate where,
            List<Expression> groupBy,
            Predicate having)
            implements Body {
        Select withoutInto() {
            return new Select(distinct, top, items, null, from, where, groupBy, having);
        }
    }

    record Top(Expression count, boolean percent, boolean withTies) {}

    sealed interface Item {}

    /** {@code *} or {@code t.*}; the qualifier may be empty. */
    record Star(String qualifier) implements Item {}

    /** An expression with its name, which may be empty. */
    record Named(Expression expression, String name) implements Item {}

    /** {@code @x = expression}. */
    record Assignment(String variable, Expression expression) implements Item {}

    sealed interface From {}

    /** A table, view or common table expression; without an alias it goes by its own name. */
    record NamedTable(ObjectName name, String alias) implements From {}

    record VariableTable(String variable, String alias) implements From {}

    record FunctionTable(ObjectName name, List<Expression> arguments, String alias) implements From {}

    record Derived(Query query, String alias, List<String> columns) implements From {}

    /** INNER, LEFT, RIGHT, FULL or, without a condition, CROSS. */
    record Join(String kind, From left, From right, Predicate on) implements From {}

    record Apply(boolean outer, From left, From right) implements From {}
}
