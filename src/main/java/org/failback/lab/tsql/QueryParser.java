package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads SELECT and what it consists of. */
final class QueryParser {
    private static final Set<String> JOIN_WORDS = Set.of("INNER", "LEFT", "RIGHT", "FULL", "CROSS", "OUTER", "JOIN");
    private static final Set<String> HINTS = Set.of(
            "NOLOCK",
            "READUNCOMMITTED",
            "READCOMMITTED",
            "READPAST",
            "ROWLOCK",
            "TABLOCK",
            "TABLOCKX",
            "UPDLOCK",
            "XLOCK",
            "HOLDLOCK",
            "SERIALIZABLE",
            "PAGLOCK",
            "NOWAIT",
            "REPEATABLEREAD",
            "READCOMMITTEDLOCK");
    private final TokenStream in;
    private final Declarations declarations;
    private final ExpressionParser expressions;

    QueryParser(TokenStream in, Declarations declarations) {
        this.in = in;
        this.declarations = declarations;
        this.expressions = new ExpressionParser(in, declarations, this);
    }

    ExpressionParser expressions() {
        return expressions;
    }

    /** Whether SELECT stands here, perhaps behind further parentheses. */
    boolean startsQuery() {
        int ahead = 0;
        while (in.peek(ahead).isOperator("(")) {
            ahead++;
        }
        return in.peek(ahead).isWord("SELECT");
    }

    List<Query.CommonTable> with() throws SqlError {
        List<Query.CommonTable> tables = new ArrayList<>();
        do {
            String name = in.name();
            List<String> columns = in.isOperator("(") ? names() : List.of();
            in.expect("AS");
            in.expectOperator("(");
            tables.add(new Query.CommonTable(name, columns, query()));
            in.expectOperator(")");
        } while (in.acceptOperator(","));
        return tables;
    }

    Query query() throws SqlError {
        return query(List.of());
    }

    Query query(List<Query.CommonTable> with) throws SqlError {
        int outside = in.nest();
        try {
            return ordered(with);
        } finally {
            in.unnest(outside);
        }
    }

    private Query ordered(List<Query.CommonTable> with) throws SqlError {
        Query.Body body = body();
        List<Query.Order> order = new ArrayList<>();
        if (in.accept("ORDER")) {
            in.expect("BY");
            do {
                Expression expression = expressions.expression();
                boolean descending = in.accept("DESC");
                if (!descending) {
                    in.accept("ASC");
                }
                order.add(new Query.Order(expression, descending));
            } while (in.acceptOperator(","));
        }
        if (in.isWord("FOR") && (in.peek(1).isWord("XML") || in.peek(1).isWord("BROWSE"))) {
            throw Refusal.of("SELECT … FOR " + in.peek(1).upper());
        }
        if (in.isWord("COMPUTE")) {
            throw Refusal.of("COMPUTE");
        }
        return new Query(with, body, order);
    }

    private Query.Body body() throws SqlError {
        Query.Body left = intersection();
        while (in.isWord("UNION") || in.isWord("EXCEPT")) {
            in.nest();
            String operator = in.next().upper();
            if (operator.equals("UNION") && in.accept("ALL")) {
                operator = "UNION ALL";
            }
            left = new Query.SetOperation(operator, left, intersection());
        }
        return left;
    }

    private Query.Body intersection() throws SqlError {
        Query.Body left = term();
        while (in.accept("INTERSECT")) {
            in.nest();
            left = new Query.SetOperation("INTERSECT", left, term());
        }
        return left;
    }

    private Query.Body term() throws SqlError {
        if (in.acceptOperator("(")) {
            Query inner = query();
            in.expectOperator(")");
            return new Query.Nested(inner);
        }
        return select();
    }

    private Query.Select select() throws SqlError {
        in.expect("SELECT");
        boolean distinct = in.accept("DISTINCT");
        if (!distinct) {
            in.accept("ALL");
        }
        Query.Top top = top();
        List<Query.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (in.acceptOperator(","));
        ObjectName into = in.accept("INTO") ? tableName() : null;
        Query.From from = in.accept("FROM") ? from() : null;
        Predicate where = in.accept("WHERE") ? expressions.predicates().predicate() : null;
        List<Expression> groupBy = new ArrayList<>();
        if (in.accept("GROUP")) {
            in.expect("BY");
            do {
                groupBy.add(expressions.expression());
            } while (in.acceptOperator(","));
            if (in.isWord("WITH") && !in.peek(1).isOperator("(")) {
                throw Refusal.of("GROUP BY … WITH " + in.peek(1).upper());
            }
        }
        Predicate having = in.accept("HAVING") ? expressions.predicates().predicate() : null;
        return new Query.Select(distinct, top, items, into, from, where, groupBy, having);
    }

    Query.Top top() throws SqlError {
        if (!in.accept("TOP")) {
            return null;
        }
        Expression count;
        if (in.acceptOperator("(")) {
            count = expressions.expression();
            in.expectOperator(")");
        } else {
            count = ExpressionParser.number(literalNumber());
        }
        boolean percent = in.accept("PERCENT");
        return new Query.Top(count, percent, in.accept("WITH", "TIES"));
    }

    private Token literalNumber() throws SqlError {
        if (in.peek().kind() != Token.Kind.INTEGER) {
            throw in.unexpected();
        }
        return in.next();
    }

    private Query.Item item() throws SqlError {
        if (in.acceptOperator("*")) {
            return new Query.Star("");
        }
        if (in.isName() && in.peek(1).isOperator(".")) {
            int mark = in.mark();
            String qualifier = in.name();
            while (in.acceptOperator(".")) {
                if (in.acceptOperator("*")) {
                    return new Query.Star(qualifier);
                }
                qualifier = in.isOperator(".") ? "" : in.name();
            }
            in.reset(mark);
        }
        if (in.peek().kind() == Token.Kind.VARIABLE) {
            Query.Item assignment = assignment();
            if (assignment != null) {
                return assignment;
            }
        }
        if ((in.isName() || in.isString()) && in.peek(1).isOperator("=")) {
            String name = in.next().text();
            in.next();
            return new Query.Named(expressions.expression(), name);
        }
        Expression expression = expressions.expression();
        String name = columnAlias();
        if (name == null) {
            name = expression instanceof Expression.ColumnReference column
                    ? column.parts().get(column.parts().size() - 1)
                    : "";
        }
        return new Query.Named(expression, name);
    }

    private Query.Item assignment() throws SqlError {
        Token operator = in.peek(1);
        boolean compound = operator.kind() == Token.Kind.OPERATOR
                && operator.text().length() == 2
                && "+-*/%&|^".indexOf(operator.text().charAt(0)) >= 0
                && operator.text().charAt(1) == '=';
        if (!compound && !operator.isOperator("=")) {
            return null;
        }
        declarations.requireScalar(in.peek());
        String variable = in.next().text();
        in.next();
        Expression value = expressions.expression();
        return new Query.Assignment(
                variable,
                compound
                        ? new Expression.Binary(
                                operator.text().substring(0, 1), new Expression.Variable(variable), value)
                        : value);
    }

    private String columnAlias() throws SqlError {
        if (in.accept("AS")) {
            return in.isString() ? in.string() : in.name();
        }
        if (in.isString()) {
            return in.string();
        }
        return in.isName() ? in.name() : null;
    }

    Query.From from() throws SqlError {
        Query.From left = joined();
        while (in.acceptOperator(",")) {
            in.nest();
            left = new Query.Join("CROSS", left, joined(), null);
        }
        return left;
    }

    private Query.From joined() throws SqlError {
        Query.From left = source();
        while (in.peek().kind() == Token.Kind.WORD
                && JOIN_WORDS.contains(in.peek().upper())) {
            in.nest();
            left = join(left);
        }
        if (in.isWord("PIVOT") || in.isWord("UNPIVOT")) {
            throw Refusal.of(in.peek().upper());
        }
        return left;
    }

    private Query.From join(Query.From left) throws SqlError {
        if (in.accept("OUTER")) {
            in.expect("APPLY");
            return new Query.Apply(true, left, source());
        }
        if (in.accept("CROSS")) {
            if (in.accept("APPLY")) {
                return new Query.Apply(false, left, source());
            }
            in.expect("JOIN");
            return new Query.Join("CROSS", left, source(), null);
        }
        String kind = "INNER";
        if (!in.isWord("JOIN")) {
            kind = in.next().upper();
            if (!kind.equals("INNER")) {
                in.accept("OUTER");
            }
            for (String hint : List.of("LOOP", "HASH", "MERGE", "REMOTE")) {
                in.accept(hint);
            }
        }
        in.expect("JOIN");
        Query.From right = joined();
        in.expect("ON");
        return new Query.Join(kind, left, right, expressions.predicates().predicate());
    }

    private Query.From source() throws SqlError {
        if (in.isOperator("(")) {
            return derived();
        }
        if (in.peek().kind() == Token.Kind.VARIABLE) {
            declarations.requireTable(in.peek());
            String variable = in.next().text();
            return new Query.VariableTable(variable, tableAlias(variable));
        }
        if (in.isWord("OPENROWSET") || in.isWord("OPENQUERY") || in.isWord("OPENDATASOURCE") || in.isWord("OPENXML")) {
            throw Refusal.of(in.peek().upper());
        }
        in.acceptOperator("::");
        ObjectName name = objectName();
        if (in.isOperator("(") && !startsHint(1)) {
            declarations.named(name);
            List<Expression> arguments = expressions.arguments();
            return new Query.FunctionTable(name, arguments, tableAlias(name.name()));
        }
        if (!name.isTemporary()) {
            declarations.named(name);
        }
        String alias = tableAlias(name.name());
        hints();
        return new Query.NamedTable(name, alias);
    }

    private Query.From derived() throws SqlError {
        in.expectOperator("(");
        if (in.isWord("VALUES")) {
            Query values = new Query(List.of(), values(), List.of());
            in.expectOperator(")");
            return named(values);
        }
        if (!startsQuery()) {
            Query.From inner = from();
            in.expectOperator(")");
            return inner;
        }
        Query query = query();
        in.expectOperator(")");
        return named(query);
    }

    private Query.From named(Query query) throws SqlError {
        in.accept("AS");
        String alias = in.name();
        List<String> columns = in.isOperator("(") ? names() : List.of();
        return new Query.Derived(query, alias, columns);
    }

    Query.Values values() throws SqlError {
        in.expect("VALUES");
        List<List<Expression>> rows = new ArrayList<>();
        do {
            rows.add(expressions.arguments());
        } while (in.acceptOperator(","));
        return new Query.Values(rows);
    }

    private String tableAlias(String otherwise) throws SqlError {
        if (in.accept("AS")) {
            return in.name();
        }
        return in.isName() ? in.name() : otherwise;
    }

    private boolean startsHint(int ahead) {
        Token token = in.peek(ahead);
        return token.kind() == Token.Kind.WORD
                && HINTS.contains(token.upper())
                && (in.peek(ahead + 1).isOperator(")") || in.peek(ahead + 1).isOperator(","));
    }

    /** Locking hints are read and change nothing: the lab's sessions do not lock rows. */
    void hints() throws SqlError {
        if (in.isWord("WITH") && in.peek(1).isOperator("(")) {
            in.next();
            in.next();
        } else if (in.isOperator("(") && startsHint(1)) {
            in.next();
        } else {
            return;
        }
        do {
            if (!startsHint(0)) {
                throw Refusal.of("the table hint " + in.peek().text());
            }
            in.next();
        } while (in.acceptOperator(","));
        in.expectOperator(")");
    }

    List<String> names() throws SqlError {
        in.expectOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(in.name());
        } while (in.acceptOperator(","));
        in.expectOperator(")");
        return names;
    }

    /** A name of a table, which a batch may not even name when its database cannot be read. */
    ObjectName tableName() throws SqlError {
        ObjectName name = objectName();
        if (!name.isTemporary()) {
            declarations.named(name);
        }
        return name;
    }

    ObjectName objectName() throws SqlError {
        List<String> parts = new ArrayList<>(List.of(in.isOperator(".") ? "" : in.name()));
        while (in.acceptOperator(".")) {
            parts.add(in.isOperator(".") ? "" : in.name());
        }
        return objectName(parts);
    }

    static ObjectName objectName(List<String> parts) throws SqlError {
        if (parts.size() > 3) {
            throw Refusal.of("linked servers: " + String.join(".", parts));
        }
        int last = parts.size() - 1;
        return new ObjectName(
                last > 1 ? parts.get(last - 2) : "", last > 0 ? parts.get(last - 1) : "", parts.get(last));
    }
}
