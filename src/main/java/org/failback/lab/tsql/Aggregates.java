package org.failback.lab.tsql;

import java.util.List;

/** Finds aggregates in expressions, not looking into subqueries. */
final class Aggregates {
    private Aggregates() {}

    static boolean in(Expression expression) {
        if (expression instanceof Expression.Aggregate) {
            return true;
        }
        if (expression instanceof Expression.Unary unary) {
            return in(unary.operand());
        }
        if (expression instanceof Expression.Binary binary) {
            return in(binary.left()) || in(binary.right());
        }
        if (expression instanceof Expression.Call call) {
            return in(call.arguments());
        }
        if (expression instanceof Expression.ServerCall call) {
            return in(call.arguments());
        }
        if (expression instanceof Expression.Cast cast) {
            return in(cast.operand());
        }
        if (expression instanceof Expression.Collate collate) {
            return in(collate.operand());
        }
        if (expression instanceof Expression.SearchedCase searched) {
            return searched.otherwise() != null && in(searched.otherwise())
                    || searched.whens().stream().anyMatch(when -> in(when.result()) || in(when.condition()));
        }
        return false;
    }

    private static boolean in(List<Expression> expressions) {
        return expressions.stream().anyMatch(Aggregates::in);
    }

    static boolean in(Predicate predicate) {
        if (predicate instanceof Predicate.And and) {
            return in(and.left()) || in(and.right());
        }
        if (predicate instanceof Predicate.Or or) {
            return in(or.left()) || in(or.right());
        }
        if (predicate instanceof Predicate.Not not) {
            return in(not.operand());
        }
        if (predicate instanceof Predicate.Compare compare) {
            return in(compare.left()) || in(compare.right());
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            return in(isNull.operand());
        }
        if (predicate instanceof Predicate.Like like) {
            return in(like.operand()) || in(like.pattern());
        }
        if (predicate instanceof Predicate.In in) {
            return in(in.operand()) || in(in.values());
        }
        return predicate instanceof Predicate.CompareWithQuery compare && in(compare.left());
    }
}
