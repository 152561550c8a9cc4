package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Reads scalar expressions. */
final class ExpressionParser {
    private static final Set<String> AGGREGATES = Set.of("COUNT", "COUNT_BIG", "MIN", "MAX", "SUM", "AVG");
    private static final Set<String> DATE_FUNCTIONS = Set.of("DATEADD", "DATEDIFF", "DATEPART", "DATENAME");
    private static final Set<String> USERS = Set.of("CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER");
    private static final Set<String> RESERVED_FUNCTIONS = Set.of("LEFT", "RIGHT", "COALESCE", "NULLIF");
    private final TokenStream in;
    private final Declarations declarations;
    private final QueryParser queries;
    private final PredicateParser predicates;

    ExpressionParser(TokenStream in, Declarations declarations, QueryParser queries) {
        this.in = in;
        this.declarations = declarations;
        this.queries = queries;
        this.predicates = new PredicateParser(in, this, queries);
    }

    PredicateParser predicates() {
        return predicates;
    }

    Expression expression() throws SqlError {
        int outside = in.nest();
        try {
            return sum();
        } finally {
            in.unnest(outside);
        }
    }

    private Expression sum() throws SqlError {
        Expression left = product();
        while (isAny("+", "-", "&", "|", "^")) {
            in.nest();
            left = new Expression.Binary(in.next().text(), left, product());
        }
        return left;
    }

    private Expression product() throws SqlError {
        Expression left = unary();
        while (isAny("*", "/", "%")) {
            in.nest();
            left = new Expression.Binary(in.next().text(), left, unary());
        }
        return left;
    }

    private boolean isAny(String... operators) {
        for (String operator : operators) {
            if (in.isOperator(operator)) {
                return true;
            }
        }
        return false;
    }

    private Expression unary() throws SqlError {
        if (isAny("-", "+", "~")) {
            in.nest();
            return new Expression.Unary(in.next().text(), unary());
        }
        Expression operand = primary();
        while (in.accept("COLLATE")) {
            in.nest();
            operand = new Expression.Collate(operand, in.next().text());
        }
        return operand;
    }

    private Expression primary() throws SqlError {
        Token token = in.peek();
        if (in.isString()) {
            return stringLiteral();
        }
        return switch (token.kind()) {
            case INTEGER, DECIMAL, FLOAT, HEX -> number(in.next());
            case VARIABLE -> variable();
            case GLOBAL -> new Expression.GlobalVariable(in.next().upper());
            case OPERATOR -> parenthesis();
            case WORD -> word(token.upper());
            default -> nameOrCall();
        };
    }

    private Expression stringLiteral() throws SqlError {
        boolean unicode = in.peek().kind() == Token.Kind.UNICODE_STRING;
        return string(in.string(), unicode);
    }

    static Expression.Literal string(String text, boolean unicode) {
        int length = Math.max(1, text.length());
        return new Expression.Literal(text, unicode ? Type.nvarchar(length) : Type.varchar(length));
    }

    static Expression.Literal number(Token token) {
        switch (token.kind()) {
            case HEX:
                byte[] bytes = Binary.parseHex(token.text());
                return new Expression.Literal(bytes, Type.varbinary(Math.max(1, bytes.length)));
            case FLOAT:
                return new Expression.Literal(Double.valueOf(token.text()), Type.FLOAT);
            default:
                BigDecimal value = new BigDecimal(token.text().endsWith(".") ? token.text() + "0" : token.text());
                if (token.kind() == Token.Kind.INTEGER && fitsInt(value)) {
                    return new Expression.Literal(value.intValue(), Type.INT);
                }
                return new Expression.Literal(
                        value, Type.numeric(Math.max(value.precision(), value.scale()), value.scale()));
        }
    }

    private Expression variable() throws SqlError {
        declarations.requireScalar(in.peek());
        return new Expression.Variable(in.next().text());
    }

    private Expression parenthesis() throws SqlError {
        in.expectOperator("(");
        if (queries.startsQuery()) {
            Expression subquery = new Expression.ScalarSubquery(queries.query());
            in.expectOperator(")");
            return subquery;
        }
        Expression inner = expression();
        in.expectOperator(")");
        return inner;
    }

    private Expression word(String word) throws SqlError {
        if (USERS.contains(word)) {
            in.next();
            return new Expression.ServerCall(ObjectName.of(word), List.of());
        }
        switch (word) {
            case "NULL":
                in.next();
                return new Expression.Literal(null, Type.NULL);
            case "CASE":
                in.next();
                return caseExpression();
            case "CURRENT_TIMESTAMP":
                in.next();
                return new Expression.Call(word, List.of());
            case "CONVERT":
                in.next();
                return convert();
            case "CAST":
                if (in.peek(1).isOperator("(")) {
                    in.next();
                    return cast();
                }
                return nameOrCall();
            default:
                if (RESERVED_FUNCTIONS.contains(word) && in.peek(1).isOperator("(")) {
                    in.next();
                    return call(word);
                }
                return nameOrCall();
        }
    }

    private Expression caseExpression() throws SqlError {
        Expression subject = in.isWord("WHEN") ? null : expression();
        List<Expression.When> whens = new ArrayList<>();
        while (in.accept("WHEN")) {
            Predicate condition =
                    subject == null ? predicates.predicate() : new Predicate.Compare("=", subject, expression());
            in.expect("THEN");
            whens.add(new Expression.When(condition, expression()));
        }
        if (whens.isEmpty()) {
            throw in.unexpected();
        }
        Expression otherwise = in.accept("ELSE") ? expression() : null;
        in.expect("END");
        return new Expression.SearchedCase(whens, otherwise);
    }

    private Expression convert() throws SqlError {
        in.expectOperator("(");
        Type type = DataTypes.read(in, 30);
        in.expectOperator(",");
        Expression operand = expression();
        Expression style = in.acceptOperator(",") ? expression() : null;
        in.expectOperator(")");
        return new Expression.Cast(operand, type, style);
    }

    private Expression cast() throws SqlError {
        in.expectOperator("(");
        Expression operand = expression();
        in.expect("AS");
        Type type = DataTypes.read(in, 30);
        in.expectOperator(")");
        return new Expression.Cast(operand, type, null);
    }

    private Expression nameOrCall() throws SqlError {
        boolean bare = in.peek().kind() == Token.Kind.WORD;
        List<String> parts = new ArrayList<>(List.of(in.name()));
        while (in.acceptOperator(".")) {
            // The schema may be left out: mgc..tblChat.
            parts.add(in.isOperator(".") ? "" : in.name());
        }
        if (!in.isOperator("(")) {
            return new Expression.ColumnReference(List.copyOf(parts));
        }
        if (parts.size() > 1) {
            ObjectName name = QueryParser.objectName(parts);
            declarations.named(name);
            return new Expression.ServerCall(name, arguments());
        }
        if (!bare) {
            throw notBuiltIn(parts.get(0));
        }
        return call(parts.get(0));
    }

    private Expression call(String name) throws SqlError {
        String upper = name.toUpperCase(Locale.ROOT);
        if (AGGREGATES.contains(upper)) {
            return aggregate(upper);
        }
        List<Expression> arguments = DATE_FUNCTIONS.contains(upper) ? dateArguments() : arguments();
        if (in.isWord("OVER") && in.peek(1).isOperator("(")) {
            throw Refusal.of("window functions (OVER)");
        }
        if (FunctionLibrary.knows(upper)) {
            FunctionLibrary.checkArguments(name, upper, arguments.size());
            return new Expression.Call(upper, arguments);
        }
        if (ServerFunctions.knows(upper)) {
            ServerFunctions.checkArguments(name, upper, arguments.size());
            return new Expression.ServerCall(ObjectName.of(upper), arguments);
        }
        if (ServerFunctions.isRefused(upper)) {
            throw Refusal.of("the function " + upper);
        }
        throw notBuiltIn(name);
    }

    private static SqlError notBuiltIn(String name) {
        return new SqlError(195, 15, 10, "'" + name + "' is not a recognized built-in function name.");
    }

    private Expression aggregate(String function) throws SqlError {
        in.expectOperator("(");
        Expression argument = null;
        boolean distinct = false;
        if (function.startsWith("COUNT") && in.acceptOperator("*")) {
            in.expectOperator(")");
        } else {
            distinct = in.accept("DISTINCT");
            if (!distinct) {
                in.accept("ALL");
            }
            argument = expression();
            in.expectOperator(")");
        }
        if (in.isWord("OVER") && in.peek(1).isOperator("(")) {
            throw Refusal.of("window functions (OVER)");
        }
        return new Expression.Aggregate(function, distinct, argument);
    }

    private List<Expression> dateArguments() throws SqlError {
        in.expectOperator("(");
        List<Expression> arguments = new ArrayList<>();
        String part = in.name();
        if (!DateParts.knows(part)) {
            throw new SqlError(155, 15, 1, "'" + part + "' is not a recognized datepart option.");
        }
        arguments.add(string(part, false));
        while (in.acceptOperator(",")) {
            arguments.add(expression());
        }
        in.expectOperator(")");
        return arguments;
    }

    List<Expression> arguments() throws SqlError {
        in.expectOperator("(");
        List<Expression> arguments = new ArrayList<>();
        if (in.acceptOperator(")")) {
            return arguments;
        }
        do {
            arguments.add(in.accept("DEFAULT") ? new Expression.Literal(null, Type.NULL) : expression());
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return arguments;
    }

    /** A constant, with its sign, as grammar demands where no expression may stand. */
    Expression.Literal constant() throws SqlError {
        if (in.isString()) {
            return (Expression.Literal) stringLiteral();
        }
        if (in.accept("NULL")) {
            return new Expression.Literal(null, Type.NULL);
        }
        boolean negative = in.acceptOperator("-");
        return switch (in.peek().kind()) {
            case INTEGER, DECIMAL, FLOAT, HEX -> negative ? negate(number(in.next())) : number(in.next());
            default -> throw in.unexpected();
        };
    }

    /** A constant or a variable, as grammar demands where no expression may stand. */
    Expression constantOrVariable() throws SqlError {
        return switch (in.peek().kind()) {
            case VARIABLE -> variable();
            case GLOBAL -> new Expression.GlobalVariable(in.next().upper());
            default -> constant();
        };
    }

    private static boolean fitsInt(BigDecimal value) {
        return value.toBigInteger().bitLength() <= 31;
    }

    private static Expression.Literal negate(Expression.Literal number) {
        Object value = number.value();
        if (value instanceof Integer whole) {
            return new Expression.Literal(-whole, number.type());
        }
        if (value instanceof BigDecimal decimal) {
            BigDecimal negative = decimal.negate();
            return negative.scale() == 0 && fitsInt(negative)
                    ? new Expression.Literal(negative.intValue(), Type.INT)
                    : new Expression.Literal(negative, number.type());
        }
        return value instanceof Double approximate && number.type().sql() == SqlType.FLOAT
                ? new Expression.Literal(-approximate, number.type())
                : number;
    }
}
