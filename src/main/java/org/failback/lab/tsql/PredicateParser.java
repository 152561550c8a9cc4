package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads conditions, which T-SQL keeps apart from expressions: {@code IF @x} is an error. */
final class PredicateParser {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=", "!<", "!>");
    private final TokenStream in;
    private final ExpressionParser expressions;
    private final QueryParser queries;

    PredicateParser(TokenStream in, ExpressionParser expressions, QueryParser queries) {
        this.in = in;
        this.expressions = expressions;
        this.queries = queries;
    }

    Predicate predicate() throws SqlError {
        int outside = in.nest();
        try {
            return disjunction();
        } finally {
            in.unnest(outside);
        }
    }

    private Predicate disjunction() throws SqlError {
        Predicate left = conjunction();
        while (in.accept("OR")) {
            in.nest();
            left = new Predicate.Or(left, conjunction());
        }
        return left;
    }

    private Predicate conjunction() throws SqlError {
        Predicate left = negation();
        while (in.accept("AND")) {
            in.nest();
            left = new Predicate.And(left, negation());
        }
        return left;
    }

    private Predicate negation() throws SqlError {
        if (in.accept("NOT")) {
            in.nest();
            return new Predicate.Not(negation());
        }
        return primary();
    }

    private Predicate primary() throws SqlError {
        if (in.accept("EXISTS")) {
            in.expectOperator("(");
            Query query = queries.query();
            in.expectOperator(")");
            return new Predicate.Exists(query);
        }
        if (in.isWord("CONTAINS") || in.isWord("FREETEXT")) {
            throw Refusal.of("full-text search");
        }
        return in.isOperator("(") ? parenthesis() : comparison();
    }

    /** A parenthesis opens a condition or the left side of a comparison; only what follows tells. */
    private Predicate parenthesis() throws SqlError {
        int mark = in.mark();
        int reached;
        SqlError failure;
        try {
            in.expectOperator("(");
            Predicate inner = predicate();
            in.expectOperator(")");
            return inner;
        } catch (SqlError e) {
            failure = e;
            reached = in.mark();
        }
        in.reset(mark);
        try {
            return comparison();
        } catch (SqlError e) {
            throw in.mark() >= reached ? e : failure;
        }
    }

    private Predicate comparison() throws SqlError {
        Expression left = expressions.expression();
        Token token = in.peek();
        if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
            in.next();
            return compare(normal(token.text()), left);
        }
        if (in.accept("IS")) {
            boolean not = in.accept("NOT");
            in.expect("NULL");
            return negated(not, new Predicate.IsNull(left));
        }
        boolean not = in.accept("NOT");
        if (in.accept("LIKE")) {
            Expression pattern = expressions.expression();
            Expression escape = in.accept("ESCAPE") ? expressions.expression() : null;
            return negated(not, new Predicate.Like(left, pattern, escape));
        }
        if (in.accept("BETWEEN")) {
            Expression low = expressions.expression();
            in.expect("AND");
            Expression high = expressions.expression();
            return negated(
                    not,
                    new Predicate.And(new Predicate.Compare(">=", left, low), new Predicate.Compare("<=", left, high)));
        }
        if (in.accept("IN")) {
            return negated(not, in(left));
        }
        if (not) {
            throw in.unexpected();
        }
        throw new SqlError(
                4145,
                15,
                1,
                "An expression of non-boolean type specified in a context where a condition is expected, near '"
                        + token.text() + "'.");
    }

    private Predicate compare(String operator, Expression left) throws SqlError {
        if (in.isWord("ALL") || in.isWord("ANY") || in.isWord("SOME")) {
            boolean all = in.next().isWord("ALL");
            in.expectOperator("(");
            Query query = queries.query();
            in.expectOperator(")");
            return new Predicate.CompareWithQuery(operator, left, all, query);
        }
        return new Predicate.Compare(operator, left, expressions.expression());
    }

    private Predicate in(Expression left) throws SqlError {
        in.expectOperator("(");
        if (queries.startsQuery()) {
            Query query = queries.query();
            in.expectOperator(")");
            return new Predicate.CompareWithQuery("=", left, false, query);
        }
        List<Expression> values = new ArrayList<>();
        do {
            values.add(expressions.expression());
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return new Predicate.In(left, values);
    }

    private static Predicate negated(boolean not, Predicate predicate) {
        return not ? new Predicate.Not(predicate) : predicate;
    }

    private static String normal(String operator) {
        return switch (operator) {
            case "!=" -> "<>";
            case "!<" -> ">=";
            case "!>" -> "<=";
            default -> operator;
        };
    }
}
