package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** Reads statements: control of flow here, the rest with the parsers of its kind. */
final class StatementParser {
    private static final Set<String> REFUSED = Set.of(
            "MERGE",
            "OPEN",
            "FETCH",
            "CLOSE",
            "DEALLOCATE",
            "GRANT",
            "DENY",
            "REVOKE",
            "BULK",
            "SHUTDOWN",
            "GOTO",
            "REVERT",
            "SETUSER",
            "READTEXT",
            "WRITETEXT",
            "UPDATETEXT",
            "LINENO");
    private final TokenStream in;
    private final Declarations declarations;
    private final QueryParser queries;
    private final ExpressionParser expressions;
    private final TableParser tables;
    private final DataParser data;
    private final ServerStatementParser server;
    private int loops;

    StatementParser(TokenStream in, Declarations declarations) {
        this.in = in;
        this.declarations = declarations;
        this.queries = new QueryParser(in, declarations);
        this.expressions = queries.expressions();
        this.tables = new TableParser(in, queries);
        this.server = new ServerStatementParser(in, expressions);
        this.data = new DataParser(in, declarations, queries);
    }

    List<Statement.Step> batch() throws SqlError {
        List<Statement.Step> steps = new ArrayList<>();
        skipSemicolons();
        if (!in.atEnd() && in.isName() && !in.peek(1).isOperator(":")) {
            // Only the first statement of a batch may call a procedure without EXEC.
            int mark = in.mark();
            int line = in.peek().line();
            Statement call = data.call(null);
            steps.add(new Statement.Step(call, in.sourceSince(mark), line));
            skipSemicolons();
        }
        while (!in.atEnd()) {
            steps.add(step());
        }
        return steps;
    }

    private void skipSemicolons() {
        while (in.acceptOperator(";")) {
            // nothing: an empty statement
        }
    }

    Statement.Step step() throws SqlError {
        int mark = in.mark();
        int line = in.peek().line();
        int outside = in.nest();
        try {
            Statement statement = statement();
            Statement.Step step = new Statement.Step(statement, in.sourceSince(mark), line);
            skipSemicolons();
            return step;
        } finally {
            in.unnest(outside);
        }
    }

    private Statement statement() throws SqlError {
        Token token = in.peek();
        if (in.isOperator("(") && queries.startsQuery()) {
            return data.select(List.of());
        }
        if (token.kind() != Token.Kind.WORD) {
            throw in.unexpected();
        }
        String word = token.upper();
        if (REFUSED.contains(word)) {
            throw Refusal.of(word);
        }
        return switch (word) {
            case "BEGIN" -> begin();
            case "IF" -> ifStatement();
            case "WHILE" -> whileStatement();
            case "BREAK" -> inLoop(new Statement.Break());
            case "CONTINUE" -> inLoop(new Statement.Continue());
            case "RETURN" -> returnStatement();
            case "DECLARE" -> declare();
            case "SET" -> set();
            case "PRINT" -> print();
            case "RAISERROR" -> raiseError();
            case "WAITFOR" -> waitFor();
            case "COMMIT", "ROLLBACK", "SAVE" -> transaction();
            case "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "WITH" -> data.statement();
            case "EXEC", "EXECUTE" -> data.execute();
            case "CREATE", "DROP", "ALTER" -> definition(word);
            case "USE", "BACKUP", "RESTORE", "DBCC", "KILL", "RECONFIGURE", "CHECKPOINT" -> server.statement();
            default -> throw in.unexpected();
        };
    }

    private Statement definition(String verb) throws SqlError {
        if (in.peek(1).isWord("TABLE")) {
            return switch (verb) {
                case "CREATE" -> tables.create();
                case "DROP" -> tables.drop();
                default -> throw Refusal.of("ALTER TABLE");
            };
        }
        return server.statement();
    }

    private Statement begin() throws SqlError {
        if (in.peek(1).isWord("TRAN")
                || in.peek(1).isWord("TRANSACTION")
                || in.peek(1).isWord("DISTRIBUTED")) {
            return transaction();
        }
        in.next();
        if (in.accept("TRY")) {
            List<Statement.Step> attempt = stepsUntilEnd();
            in.expect("TRY");
            skipSemicolons();
            in.expect("BEGIN");
            in.expect("CATCH");
            List<Statement.Step> handler = new ArrayList<>();
            skipSemicolons();
            while (!in.isWords("END", "CATCH")) {
                handler.add(step());
            }
            in.next();
            in.next();
            return new Statement.TryCatch(attempt, handler);
        }
        List<Statement.Step> steps = stepsUntilEnd();
        if (steps.isEmpty()) {
            throw in.unexpected();
        }
        return new Statement.Block(steps);
    }

    private List<Statement.Step> stepsUntilEnd() throws SqlError {
        List<Statement.Step> steps = new ArrayList<>();
        skipSemicolons();
        while (!in.isWord("END")) {
            steps.add(step());
        }
        in.next();
        return steps;
    }

    private Statement ifStatement() throws SqlError {
        in.next();
        Predicate condition = expressions.predicates().predicate();
        Statement.Step then = step();
        Statement.Step otherwise = in.accept("ELSE") ? step() : null;
        return new Statement.If(condition, then, otherwise);
    }

    private Statement whileStatement() throws SqlError {
        in.next();
        Predicate condition = expressions.predicates().predicate();
        loops++;
        Statement.Step body = step();
        loops--;
        return new Statement.While(condition, body);
    }

    private Statement inLoop(Statement statement) throws SqlError {
        String word = in.next().upper();
        if (loops == 0) {
            throw new SqlError(
                    135, 15, 1, "Cannot use a " + word + " statement outside the scope of a WHILE statement.");
        }
        return statement;
    }

    private Statement returnStatement() throws SqlError {
        in.next();
        Token token = in.peek();
        boolean status = switch (token.kind()) {
            case INTEGER, DECIMAL, VARIABLE, GLOBAL, OPERATOR -> !in.isOperator(";") && !in.isOperator(")");
            case WORD -> !Keywords.isReserved(token.upper()) || token.isWord("CASE") || token.isWord("CONVERT");
            default -> false;
        };
        if (status) {
            expressions.expression();
            throw new SqlError(178, 15, 1, "A RETURN statement with a return value cannot be used in this context.");
        }
        return new Statement.Return();
    }

    private Statement declare() throws SqlError {
        in.next();
        List<Statement.DeclaredScalar> scalars = new ArrayList<>();
        List<Statement.DeclaredTable> declaredTables = new ArrayList<>();
        do {
            if (in.peek().kind() != Token.Kind.VARIABLE) {
                if (in.peek(1).isWord("CURSOR")) {
                    throw Refusal.of("cursors");
                }
                throw in.unexpected();
            }
            String name = in.next().text();
            in.accept("AS");
            if (in.accept("TABLE")) {
                declaredTables.add(new Statement.DeclaredTable(name, tables.shape()));
                declarations.table(name);
                continue;
            }
            Type type = DataTypes.read(in, 1);
            Expression initial = in.acceptOperator("=") ? expressions.expression() : null;
            declarations.scalar(name);
            scalars.add(new Statement.DeclaredScalar(name, type, initial));
        } while (in.acceptOperator(","));
        return new Statement.Declare(scalars, declaredTables);
    }

    private Statement set() throws SqlError {
        if (in.peek(1).kind() != Token.Kind.VARIABLE) {
            return new SetOptionParser(in).statement();
        }
        in.next();
        declarations.requireScalar(in.peek());
        String variable = in.next().text();
        Token operator = in.next();
        if (operator.isOperator("=")) {
            return new Statement.SetVariable(variable, expressions.expression());
        }
        if (operator.kind() == Token.Kind.OPERATOR && operator.text().matches("[-+*/%&|^]=")) {
            return new Statement.SetVariable(
                    variable,
                    new Expression.Binary(
                            operator.text().substring(0, 1),
                            new Expression.Variable(variable),
                            expressions.expression()));
        }
        in.reset(in.mark() - 1);
        throw in.unexpected();
    }

    private Statement print() throws SqlError {
        in.next();
        return new Statement.Print(expressions.expression());
    }

    private Statement raiseError() throws SqlError {
        in.next();
        in.expectOperator("(");
        Expression message = expressions.constantOrVariable();
        in.expectOperator(",");
        Expression severity = expressions.constantOrVariable();
        in.expectOperator(",");
        Expression state = expressions.constantOrVariable();
        List<Expression> arguments = new ArrayList<>();
        while (in.acceptOperator(",")) {
            arguments.add(expressions.constantOrVariable());
        }
        in.expectOperator(")");
        boolean setError = false;
        boolean log = false;
        if (in.accept("WITH")) {
            do {
                String option = in.name().toUpperCase(java.util.Locale.ROOT);
                switch (option) {
                    case "NOWAIT":
                        break;
                    case "LOG":
                        log = true;
                        break;
                    case "SETERROR":
                        setError = true;
                        break;
                    default:
                        throw new SqlError(155, 15, 1, "'" + option + "' is not a recognized RAISERROR option.");
                }
            } while (in.acceptOperator(","));
        }
        return new Statement.RaiseError(message, severity, state, arguments, setError, log);
    }

    private Statement waitFor() throws SqlError {
        in.next();
        if (in.accept("DELAY")) {
            return new Statement.WaitForDelay(expressions.constantOrVariable());
        }
        if (in.isWord("TIME") || in.isOperator("(")) {
            throw Refusal.of("WAITFOR TIME and WAITFOR (RECEIVE …)");
        }
        throw in.unexpected();
    }

    private Statement transaction() throws SqlError {
        String verb = in.next().upper();
        if (in.isWord("DISTRIBUTED")) {
            throw Refusal.of("distributed transactions");
        }
        boolean transaction = in.accept("TRAN") || in.accept("TRANSACTION");
        if (!transaction && !verb.equals("SAVE")) {
            in.accept("WORK");
        }
        boolean named = in.isName() || transaction && in.peek().kind() == Token.Kind.VARIABLE;
        if (verb.equals("SAVE")) {
            throw Refusal.of("savepoints (SAVE TRANSACTION)");
        }
        if (named && transaction) {
            in.next();
            if (verb.equals("ROLLBACK")) {
                throw Refusal.of("ROLLBACK of a named transaction");
            }
        }
        if (in.isWords("WITH", "MARK")) {
            throw Refusal.of("marked transactions");
        }
        return switch (verb) {
            case "BEGIN" -> new Statement.BeginTransaction();
            case "COMMIT" -> new Statement.CommitTransaction();
            default -> new Statement.RollbackTransaction();
        };
    }
}
