package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.List;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** EXEC in all its forms. */
final class Calls {
    private static final String EXECUTE_SQL = "sp_executesql";
    private final Frame frame;
    private final Session session;

    Calls(Frame frame) {
        this.frame = frame;
        this.session = frame.session();
    }

    void execute(Statement.Execute execute, Answer answer) throws SqlError, Failure {
        ObjectName name = execute.procedure();
        if (name == null) {
            Object value = frame.value(execute.procedureVariable());
            name = ObjectName.parse(value == null ? "" : value.toString());
        }
        List<Argument> arguments = new ArrayList<>();
        for (Statement.Passed passed : execute.arguments()) {
            arguments.add(argument(passed));
        }
        session.scope().error(0);
        int status;
        if (isExecuteSql(name)) {
            executeSql(name, arguments, answer);
            status = session.scope().error();
        } else {
            status = procedure(name, arguments, execute, answer);
        }
        writeBack(execute, arguments, status);
    }

    static boolean isExecuteSql(ObjectName name) {
        return name.name().equalsIgnoreCase(EXECUTE_SQL);
    }

    /** Whether it runs text, whose own last statement then decides @@ERROR. */
    static boolean runsText(Statement statement) {
        return statement instanceof Statement.ExecuteText
                || statement instanceof Statement.Execute execute
                        && (execute.procedure() == null || isExecuteSql(execute.procedure()));
    }

    private int procedure(ObjectName name, List<Argument> arguments, Statement.Execute execute, Answer answer)
            throws SqlError {
        try {
            return session.server().procedure(name, arguments, session.scope(), answer);
        } catch (SqlError e) {
            // A procedure that raises an error goes on to return 1; one that never began returns nothing.
            if (Level.ofProcedure(e) == Level.RAISED && execute.status() != null) {
                frame.assign(execute.status(), 1, Type.INT);
            }
            throw e;
        }
    }

    private Argument argument(Statement.Passed passed) throws SqlError {
        if (passed.value() == null) {
            return new Argument(passed.name(), SqlType.NVARCHAR, null, false, true);
        }
        Term term = Values.term(frame, passed.value());
        return new Argument(passed.name(), term.type().sql(), term.value(Row.root(frame)), passed.output(), false);
    }

    private void writeBack(Statement.Execute execute, List<Argument> arguments, int status) throws SqlError {
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            if (argument.output() && execute.arguments().get(i).value() instanceof Expression.Variable variable) {
                frame.assign(variable.name(), argument.value(), Type.ofValue(argument.value()));
            }
        }
        if (execute.status() != null) {
            frame.assign(execute.status(), status, Type.INT);
        }
    }

    /** With a database before its name, sp_executesql runs the text in that database. */
    void executeSql(ObjectName name, List<Argument> arguments, Answer answer) throws SqlError, Failure {
        Argument statement = take(arguments, 0, "@stmt", "@statement");
        Argument declarations = take(arguments, 1, "@params", "@parameters");
        if (statement == null) {
            throw new SqlError(
                    201,
                    16,
                    10,
                    "Procedure or function 'sp_executesql' expects parameter '@statement', which was not supplied.");
        }
        checkUnicode(statement, "@statement");
        if (declarations != null && declarations.value() != null) {
            checkUnicode(declarations, "@params");
        }
        List<Argument> rest = new ArrayList<>(arguments);
        rest.remove(statement);
        rest.remove(declarations);
        List<BatchParser.DeclaredParameter> parameters = declarations == null || declarations.value() == null
                ? List.of()
                : BatchParser.parameters((String) declarations.value());
        Frame inner = frame.inner();
        List<Argument> bound = bind(parameters, rest, inner);
        if (statement.value() != null) {
            List<String> names =
                    parameters.stream().map(BatchParser.DeclaredParameter::name).toList();
            runInner((String) statement.value(), inner, names, name.database(), answer);
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).output() && bound.get(i) != null) {
                bound.get(i).returns(inner.value(parameters.get(i).name()));
            }
        }
    }

    private static void checkUnicode(Argument argument, String name) throws SqlError {
        if (argument.type() != SqlType.NVARCHAR) {
            throw new SqlError(
                    214, 16, 2, "Procedure expects parameter '" + name + "' of type 'ntext/nchar/nvarchar'.");
        }
    }

    private static Argument take(List<Argument> arguments, int position, String... names) {
        for (Argument argument : arguments) {
            for (String name : names) {
                if (argument.name().equalsIgnoreCase(name)) {
                    return argument;
                }
            }
        }
        return position < arguments.size() && arguments.get(position).name().isEmpty() ? arguments.get(position) : null;
    }

    private static List<Argument> bind(
            List<BatchParser.DeclaredParameter> parameters, List<Argument> given, Frame inner) throws SqlError {
        List<Argument> bound = new ArrayList<>();
        if (given.size() > parameters.size()) {
            throw new SqlError(8144, 16, 2, "Procedure or function has too many arguments specified.");
        }
        for (int i = 0; i < parameters.size(); i++) {
            BatchParser.DeclaredParameter parameter = parameters.get(i);
            Argument argument = null;
            for (int j = 0; j < given.size(); j++) {
                boolean matches = given.get(j).name().isEmpty()
                        ? i == j
                        : given.get(j).name().equalsIgnoreCase(parameter.name());
                argument = matches ? given.get(j) : argument;
            }
            if (argument == null) {
                throw new SqlError(
                        8178,
                        16,
                        1,
                        "The parameterized query expects the parameter '" + parameter.name()
                                + "', which was not supplied.");
            }
            inner.declare(parameter.name(), parameter.type());
            inner.assign(parameter.name(), argument.value(), typed(argument));
            bound.add(argument);
        }
        return bound;
    }

    private static Type typed(Argument argument) {
        Type type = Type.ofValue(argument.value());
        return argument.value() == null || type.sql() == argument.type()
                ? type
                : new Type(argument.type(), type.length(), type.scale(), false);
    }

    void executeText(Statement.ExecuteText text, Answer answer) throws SqlError, Failure {
        Object sql = Values.value(frame, text.text());
        if (sql != null) {
            runInner((String) sql, frame.inner(), List.of(), "", answer);
        }
    }

    /** SET options, the current database and temporary tables of the inner text end with it. */
    private void runInner(String sql, Frame inner, List<String> parameters, String database, Answer answer)
            throws SqlError, Failure {
        Scope scope = session.scope();
        SessionOptions options = scope.options().copy();
        String before = scope.database();
        try {
            if (!database.isEmpty() && !session.collation().sameName(database, before)) {
                CapturedRows silent = new CapturedRows(answer, true);
                session.server().run(new ServerStatement.UseDatabase(database), scope, silent);
            }
            compileAndRun(sql, inner, parameters, answer);
        } finally {
            scope.options().takeFrom(options);
            if (!scope.database().equals(before)) {
                scope.useDatabase(before);
                if (database.isEmpty()) {
                    answer.database(before);
                }
            }
            inner.dropTemporaries();
        }
    }

    private static void compileAndRun(String sql, Frame inner, List<String> parameters, Answer answer)
            throws SqlError, Failure {
        try {
            Execution.run(sql, inner, parameters, answer);
        } catch (SqlError e) {
            throw new Failure(e, Level.of(e) == Level.BATCH ? Level.BATCH : Level.SCOPE);
        }
    }

    /** The rows that EXEC answers, for INSERT. */
    List<CapturedRows.Captured> captured(Statement statement, Answer answer) throws SqlError, Failure {
        if (answer instanceof WatchedAnswer watched && watched.isCaptured()) {
            throw new SqlError(8164, 16, 1, "An INSERT EXEC statement cannot be nested.");
        }
        CapturedRows rows = new CapturedRows(answer, false);
        if (statement instanceof Statement.Execute execute) {
            execute(execute, rows);
        } else {
            executeText((Statement.ExecuteText) statement, rows);
        }
        return rows.rows();
    }
}
