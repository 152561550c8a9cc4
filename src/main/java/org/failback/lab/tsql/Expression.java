package org.failback.lab.tsql;

import java.util.List;

/** A scalar expression as it was written. */
sealed interface Expression {
    record Literal(Object value, Type type) implements Expression {}

    record Variable(String name) implements Expression {}

    record GlobalVariable(String name) implements Expression {}

    /** A column, its qualifiers first. */
    record ColumnReference(List<String> parts) implements Expression {}

    /** {@code - + ~} before an operand. */
    record Unary(String operator, Expression operand) implements Expression {}

    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** A built-in function; the name is upper case. */
    record Call(String function, List<Expression> arguments) implements Expression {}

    /** A function of the server: a built-in one that looks at the instance, or a user-defined one. */
    record ServerCall(ObjectName function, List<Expression> arguments) implements Expression {}

    /** {@code COUNT(*)} has no argument. */
    record Aggregate(String function, boolean distinct, Expression argument) implements Expression {}

    record Cast(Expression operand, Type type, Expression style) implements Expression {}

    /** {@code CASE WHEN condition THEN result …}; an ELSE left out is null. */
    record SearchedCase(List<When> whens, Expression otherwise) implements Expression {}

    record When(Predicate condition, Expression result) {}

    record Collate(Expression operand, String collation) implements Expression {}

    record ScalarSubquery(Query query) implements Expression {}
}
