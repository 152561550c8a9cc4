package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.SqlError;

/** Reads SELECT, INSERT, UPDATE, DELETE, TRUNCATE and EXEC. */
final class DataParser {
    private final TokenStream in;
    private final Declarations declarations;
    private final QueryParser queries;
    private final ExpressionParser expressions;

    DataParser(TokenStream in, Declarations declarations, QueryParser queries) {
        this.in = in;
        this.declarations = declarations;
        this.queries = queries;
        this.expressions = queries.expressions();
    }

    Statement statement() throws SqlError {
        List<Query.CommonTable> with = in.accept("WITH") ? queries.with() : List.of();
        Statement statement = switch (in.peek().upper()) {
            case "INSERT" -> insert(with);
            case "UPDATE" -> update(with);
            case "DELETE" -> delete(with);
            case "TRUNCATE" -> truncate();
            default -> select(with);
        };
        options();
        return statement;
    }

    Statement select(List<Query.CommonTable> with) throws SqlError {
        Query query = queries.query(with);
        options();
        return new Statement.Select(query);
    }

    /** OPTION (RECOMPILE, …) advises a planner that the lab does not have. */
    private void options() throws SqlError {
        if (in.accept("OPTION")) {
            in.expectOperator("(");
            int depth = 1;
            while (depth > 0) {
                if (in.atEnd()) {
                    throw in.unexpected();
                }
                Token token = in.next();
                depth += token.isOperator("(") ? 1 : token.isOperator(")") ? -1 : 0;
            }
        }
    }

    private Statement.Target target() throws SqlError {
        if (in.peek().kind() == Token.Kind.VARIABLE) {
            declarations.requireTable(in.peek());
            return new Statement.Target(null, in.next().text());
        }
        Statement.Target target = new Statement.Target(queries.tableName(), null);
        if (in.isWord("WITH")) {
            queries.hints();
        }
        return target;
    }

    private Statement insert(List<Query.CommonTable> with) throws SqlError {
        in.next();
        if (in.isWord("BULK")) {
            throw Refusal.of("bulk load");
        }
        in.accept("INTO");
        Statement.Target target = target();
        List<String> columns = in.isOperator("(") && !queries.startsQuery() ? queries.names() : List.of();
        refuseOutput();
        if (in.accept("DEFAULT", "VALUES")) {
            return new Statement.Insert(target, columns, null, null);
        }
        if (in.isWord("EXEC") || in.isWord("EXECUTE")) {
            return new Statement.Insert(target, columns, null, execute());
        }
        if (in.isWord("VALUES")) {
            return new Statement.Insert(target, columns, new Query(with, queries.values(), List.of()), null);
        }
        if (!queries.startsQuery()) {
            throw in.unexpected();
        }
        return new Statement.Insert(target, columns, queries.query(with), null);
    }

    private void refuseOutput() throws SqlError {
        if (in.isWord("OUTPUT")) {
            throw Refusal.of("the OUTPUT clause");
        }
    }

    private Statement update(List<Query.CommonTable> with) throws SqlError {
        in.next();
        Query.Top top = queries.top();
        Statement.Target target = target();
        in.expect("SET");
        List<Statement.SetClause> sets = new ArrayList<>();
        do {
            if (in.peek().kind() == Token.Kind.VARIABLE) {
                throw Refusal.of("UPDATE … SET @variable");
            }
            ObjectName column = queries.objectName();
            Token operator = in.next();
            Expression value = in.accept("DEFAULT") ? null : expressions.expression();
            if (operator.kind() == Token.Kind.OPERATOR && operator.text().matches("[-+*/%&|^]=")) {
                value = new Expression.Binary(
                        operator.text().substring(0, 1), new Expression.ColumnReference(List.of(column.name())), value);
            } else if (!operator.isOperator("=")) {
                throw in.unexpectedAt(in.mark() - 1);
            }
            sets.add(new Statement.SetClause(column.name(), value));
        } while (in.acceptOperator(","));
        refuseOutput();
        Query.From from = in.accept("FROM") ? queries.from() : null;
        return new Statement.Update(with, top, target, sets, from, where());
    }

    private Statement delete(List<Query.CommonTable> with) throws SqlError {
        in.next();
        Query.Top top = queries.top();
        in.accept("FROM");
        Statement.Target target = target();
        refuseOutput();
        Query.From from = in.accept("FROM") ? queries.from() : null;
        return new Statement.Delete(with, top, target, from, where());
    }

    private Predicate where() throws SqlError {
        if (in.isWords("WHERE", "CURRENT")) {
            throw Refusal.of("cursors");
        }
        return in.accept("WHERE") ? expressions.predicates().predicate() : null;
    }

    private Statement truncate() throws SqlError {
        in.next();
        in.expect("TABLE");
        return new Statement.Truncate(queries.tableName());
    }

    Statement execute() throws SqlError {
        in.next();
        if (in.isOperator("(")) {
            return executeText();
        }
        if (in.isWord("AS")) {
            throw Refusal.of("EXECUTE AS");
        }
        String status = null;
        if (in.peek().kind() == Token.Kind.VARIABLE && in.peek(1).isOperator("=")) {
            declarations.requireScalar(in.peek());
            status = in.next().text();
            in.next();
        }
        return call(status);
    }

    /** Only constants and variables may be joined here: a function call is a syntax error. */
    private Statement executeText() throws SqlError {
        in.expectOperator("(");
        Expression text = textPart();
        while (in.acceptOperator("+")) {
            text = new Expression.Binary("+", text, textPart());
        }
        in.expectOperator(")");
        if (in.isWord("AT")) {
            throw Refusal.of("linked servers (EXEC … AT)");
        }
        if (in.isWords("AS", "LOGIN") || in.isWords("AS", "USER")) {
            throw Refusal.of("EXECUTE AS");
        }
        return new Statement.ExecuteText(text);
    }

    private Expression textPart() throws SqlError {
        if (!in.isString() && in.peek().kind() != Token.Kind.VARIABLE) {
            throw in.unexpected();
        }
        return expressions.constantOrVariable();
    }

    /** What follows EXEC: the procedure and its arguments. */
    Statement call(String status) throws SqlError {
        ObjectName procedure = null;
        String procedureVariable = null;
        if (in.peek().kind() == Token.Kind.VARIABLE) {
            declarations.requireScalar(in.peek());
            procedureVariable = in.next().text();
        } else {
            procedure = queries.objectName();
            if (in.acceptOperator(";")) {
                if (in.peek().kind() == Token.Kind.INTEGER) {
                    throw Refusal.of("numbered procedures");
                }
                in.reset(in.mark() - 1);
            }
        }
        List<Statement.Passed> arguments = new ArrayList<>();
        if (startsArgument()) {
            do {
                arguments.add(argument());
            } while (in.acceptOperator(","));
        }
        if (in.accept("WITH")) {
            in.expect("RECOMPILE");
        }
        return new Statement.Execute(status, procedure, procedureVariable, arguments);
    }

    private boolean startsArgument() {
        return switch (in.peek().kind()) {
            case VARIABLE, GLOBAL, INTEGER, DECIMAL, FLOAT, HEX, STRING, UNICODE_STRING, BRACKETED, DOUBLE_QUOTED ->
                true;
            case WORD -> in.isName() || in.isWord("NULL") || in.isWord("DEFAULT");
            case OPERATOR -> in.isOperator("-");
            default -> false;
        };
    }

    private Statement.Passed argument() throws SqlError {
        String name = "";
        if (in.peek().kind() == Token.Kind.VARIABLE && in.peek(1).isOperator("=")) {
            name = in.next().text();
            in.next();
        }
        if (in.accept("DEFAULT")) {
            return new Statement.Passed(name, null, false);
        }
        if (in.isName()) {
            // A bare word is a string here.
            return new Statement.Passed(name, ExpressionParser.string(in.name(), true), false);
        }
        boolean variable = in.peek().kind() == Token.Kind.VARIABLE;
        Expression value = expressions.constantOrVariable();
        boolean output = in.accept("OUTPUT") || in.accept("OUT");
        if (output && !variable) {
            throw new SqlError(
                    179, 15, 1, "Cannot use the OUTPUT option when passing a constant to a stored procedure.");
        }
        return new Statement.Passed(name, value, output);
    }
}
