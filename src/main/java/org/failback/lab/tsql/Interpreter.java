package org.failback.lab.tsql;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.Answer;
import org.failback.lab.tds.Parameter;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/**
 * Runs T-SQL for one session. Calls come one at a time; {@link Scope#cancel()} and {@link Scope#kill()} come from
 * anywhere.
 */
public final class Interpreter {
    private final Session session;
    private final Map<Integer, Prepared> prepared = new HashMap<>();
    private int lastHandle;

    /** A statement that the driver prepared, with the text that declares its parameters. */
    private record Prepared(String statement, String declarations) {}

    /** @param clock GETDATE in its zone, GETUTCDATE in UTC */
    public Interpreter(Server server, Scope scope, Clock clock) {
        this.session = new Session(server, scope, clock);
    }

    /**
     * Runs a batch. Errors that end only their statement go to the answer. A cancelled batch returns without a word.
     *
     * @throws SqlError the error that ended the batch; it has not been sent yet
     */
    public void batch(String sql, Answer answer) throws SqlError {
        run(() -> Execution.run(sql, Frame.outermost(session), List.of(), answer));
    }

    /**
     * Runs a procedure called by RPC, {@code sp_executesql}, {@code sp_prepare}, {@code sp_prepexec}, {@code
     * sp_execute} and {@code sp_unprepare} among them, and sends output parameters and return status.
     *
     * @throws SqlError as {@link #batch} does
     */
    public void procedure(String name, List<Parameter> parameters, Answer answer) throws SqlError {
        ObjectName procedure = ObjectName.parse(name);
        run(() -> {
            switch (procedure.name().toLowerCase(Locale.ROOT)) {
                case "sp_executesql" -> executeSql(procedure, parameters, answer);
                case "sp_prepare" -> prepare(parameters, answer);
                case "sp_prepexec" -> prepareAndExecute(parameters, answer);
                case "sp_execute" -> execute(parameters, answer);
                case "sp_unprepare" -> {
                    prepared.remove(number(parameters, 0));
                    answer.returnStatus(0);
                }
                default -> call(procedure, name, parameters, answer);
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SqlError, Failure;
    }

    private void run(Work work) throws SqlError {
        Scope scope = session.scope();
        scope.batchBegins();
        try {
            work.run();
            if (scope.doomed()) {
                scope.rollback();
                throw new SqlError(
                        3998,
                        16,
                        1,
                        "Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.");
            }
        } catch (Failure failure) {
            end(failure.level());
            throw failure.error();
        } catch (SqlError error) {
            end(Level.of(error));
            throw error;
        } catch (Interruption interruption) {
            if (scope.isOn("XACT_ABORT") || scope.killed()) {
                scope.rollback();
            }
            if (scope.killed()) {
                throw new SqlError(
                        596, 21, 1, "Cannot continue the execution because the session is in the kill state.");
            }
        }
    }

    private void end(Level level) {
        Scope scope = session.scope();
        if (level == Level.BATCH || level == Level.CONNECTION || scope.isOn("XACT_ABORT")) {
            scope.rollback();
        }
    }

    private void prepare(List<Parameter> parameters, Answer answer) throws SqlError {
        int handle = remember(text(parameters, 2), text(parameters, 1));
        answer.output(0, parameters.get(0).name(), SqlType.INT, handle);
        answer.returnStatus(0);
    }

    private void prepareAndExecute(List<Parameter> parameters, Answer answer) throws SqlError, Failure {
        String statement = text(parameters, 2);
        String declarations = text(parameters, 1);
        int handle = remember(statement, declarations);
        executeText(
                ObjectName.of("sp_executesql"),
                statement,
                declarations,
                parameters,
                3,
                answer,
                () -> answer.output(0, parameters.get(0).name(), SqlType.INT, handle));
    }

    private void execute(List<Parameter> parameters, Answer answer) throws SqlError, Failure {
        int handle = number(parameters, 0);
        Prepared known = prepared.get(handle);
        if (known == null) {
            throw new SqlError(8179, 16, 2, "Could not find prepared statement with handle " + handle + ".");
        }
        executeText(
                ObjectName.of("sp_executesql"),
                known.statement(),
                known.declarations(),
                parameters,
                1,
                answer,
                () -> {});
    }

    private int remember(String statement, String declarations) {
        prepared.put(++lastHandle, new Prepared(statement, declarations));
        return lastHandle;
    }

    private void executeSql(ObjectName procedure, List<Parameter> parameters, Answer answer) throws SqlError, Failure {
        executeText(procedure, text(parameters, 0), text(parameters, 1), parameters, 2, answer, () -> {});
    }

    /**
     * Runs text with parameters.
     *
     * @param first index of the first parameter that is a value of the text's own
     * @param before sends output parameters that come before those
     */
    private void executeText(
            ObjectName procedure,
            String statement,
            String declarations,
            List<Parameter> parameters,
            int first,
            Answer answer,
            Runnable before)
            throws SqlError, Failure {
        List<Argument> arguments = new ArrayList<>();
        arguments.add(new Argument("", SqlType.NVARCHAR, statement, false, false));
        arguments.add(new Argument("", SqlType.NVARCHAR, declarations, false, false));
        List<Parameter> own = parameters.subList(Math.min(first, parameters.size()), parameters.size());
        List<Argument> values = arguments(own);
        arguments.addAll(values);
        new Calls(Frame.outermost(session)).executeSql(procedure, arguments, answer);
        before.run();
        sendOutputs(own, values, first, answer);
        answer.returnStatus(session.scope().error());
    }

    private void call(ObjectName procedure, String name, List<Parameter> parameters, Answer answer)
            throws SqlError, Failure {
        List<Argument> arguments = arguments(parameters);
        int[] status = new int[1];
        Statement.Step step = new Statement.Step(
                new Statement.Rpc(procedure, arguments, result -> status[0] = result), RpcText.of(name, parameters), 1);
        new Execution(Frame.outermost(session), answer).run(List.of(step));
        sendOutputs(parameters, arguments, 0, answer);
        answer.returnStatus(status[0]);
    }

    private static List<Argument> arguments(List<Parameter> parameters) {
        List<Argument> arguments = new ArrayList<>();
        for (Parameter parameter : parameters) {
            arguments.add(
                    new Argument(parameter.name(), parameter.type(), parameter.value(), parameter.output(), false));
        }
        return arguments;
    }

    private static void sendOutputs(List<Parameter> sent, List<Argument> arguments, int first, Answer answer)
            throws SqlError {
        for (int i = 0; i < sent.size(); i++) {
            Parameter parameter = sent.get(i);
            if (parameter.output()) {
                Object value = arguments.get(i).value();
                Type type =
                        new Type(parameter.type(), 0, value instanceof java.math.BigDecimal n ? n.scale() : 0, false);
                Type open = parameter.type() == SqlType.NUMERIC ? Type.numeric(38, type.scale()) : type;
                answer.output(
                        first + i, parameter.name(), parameter.type(), Conversion.to(open, value, Type.ofValue(value)));
            }
        }
    }

    private static String text(List<Parameter> parameters, int index) {
        Object value = index < parameters.size() ? parameters.get(index).value() : null;
        return value == null ? "" : value.toString();
    }

    private static int number(List<Parameter> parameters, int index) {
        return parameters.size() > index && parameters.get(index).value() instanceof Number number
                ? number.intValue()
                : 0;
    }
}
