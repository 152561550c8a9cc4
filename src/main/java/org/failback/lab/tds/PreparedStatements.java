package org.failback.lab.tds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The prepared statements of a session, played on top of {@code sp_executesql}. */
final class PreparedStatements {
    static final String EXECUTE_SQL = "sp_executesql";

    /** More than a driver's cache of statements ever holds open. */
    private static final int MOST = 10_000;

    private record Prepared(Parameter statement, Parameter declarations) {}

    /**
     * What a call comes to.
     *
     * @param execute what to run, null for nothing
     * @param handle the handle to give back, null for none
     * @param ordinalShift from the ordinals of what runs to those of what was called
     */
    record Plan(RpcCall execute, Integer handle, int ordinalShift) {}

    private final Map<Integer, Prepared> byHandle = new HashMap<>();
    private int lastHandle;

    void clear() {
        byHandle.clear();
    }

    Plan plan(RpcCall call) throws SqlError {
        List<Parameter> given = call.parameters();
        return switch (localName(call.name())) {
            case "sp_prepare" -> new Plan(null, prepare(call, 2, 1), 0);
            case "sp_prepexec" -> {
                int handle = prepare(call, 2, 1);
                yield new Plan(execution(byHandle.get(handle), given.subList(3, given.size())), handle, 1);
            }
            case "sp_execute" ->
                new Plan(execution(prepared(call, "sp_execute"), given.subList(1, given.size())), null, -1);
            case "sp_unprepare" -> {
                prepared(call, "sp_unprepare");
                byHandle.remove((Integer) given.get(0).value());
                yield new Plan(null, null, 0);
            }
            default -> new Plan(call, null, 0);
        };
    }

    private int prepare(RpcCall call, int statementAt, int declarationsAt) throws SqlError {
        if (call.parameters().size() <= statementAt) {
            throw missing(call.name(), "@stmt");
        }
        Parameter statement = call.parameters().get(statementAt);
        if (!(statement.value() instanceof String)) {
            throw missing(call.name(), "@stmt");
        }
        if (byHandle.size() >= MOST) {
            throw NotModelled.here(
                    "more than " + MOST + " prepared statements in one session; let some go with" + " sp_unprepare");
        }
        lastHandle++;
        byHandle.put(lastHandle, new Prepared(statement, call.parameters().get(declarationsAt)));
        return lastHandle;
    }

    private Prepared prepared(RpcCall call, String name) throws SqlError {
        if (call.parameters().isEmpty()) {
            throw missing(name, "@handle");
        }
        Object handle = call.parameters().get(0).value();
        Prepared prepared = handle instanceof Integer number ? byHandle.get(number) : null;
        if (prepared == null) {
            throw new SqlError(
                    8179,
                    16,
                    2,
                    "Could not find prepared statement with handle " + Objects.toString(handle, "0") + ".");
        }
        return prepared;
    }

    private static RpcCall execution(Prepared prepared, List<Parameter> values) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(byPosition(prepared.statement));
        parameters.add(byPosition(prepared.declarations));
        parameters.addAll(values);
        return new RpcCall(EXECUTE_SQL, List.copyOf(parameters));
    }

    private static Parameter byPosition(Parameter parameter) {
        return new Parameter("", parameter.type(), parameter.value(), false);
    }

    private static SqlError missing(String procedure, String parameter) {
        return new SqlError(
                201,
                16,
                10,
                "Procedure or function '" + procedure + "' expects parameter '" + parameter
                        + "', which was not supplied.");
    }

    /** FreeTDS and others name the system procedures with or without their database. */
    private static String localName(String name) {
        int dot = name.lastIndexOf('.');
        return name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
