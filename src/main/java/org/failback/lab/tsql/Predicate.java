package org.failback.lab.tsql;

import java.util.List;

/** A condition as it was written. */
sealed interface Predicate {
    record And(Predicate left, Predicate right) implements Predicate {}

    record Or(Predicate left, Predicate right) implements Predicate {}

    record Not(Predicate operand) implements Predicate {}

    record Compare(String operator, Expression left, Expression right) implements Predicate {}

    /** {@code = ANY (…)}, {@code > ALL (…)}. */
    record CompareWithQuery(String operator, Expression left, boolean all, Query query) implements Predicate {}

    record IsNull(Expression operand) implements Predicate {}

    record Like(Expression operand, Expression pattern, Expression escape) implements Predicate {}

    record In(Expression operand, List<Expression> values) implements Predicate {}

    record Exists(Query query) implements Predicate {}
}
