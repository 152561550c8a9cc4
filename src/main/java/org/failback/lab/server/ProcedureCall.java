package org.failback.lab.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tsql.Argument;

/** The arguments of a call, matched by position and by name to the parameters that the procedure has. */
final class ProcedureCall {
    private final String procedure;
    private final Map<String, Argument> bound = new LinkedHashMap<>();

    /** @param signature names of the parameters in order, without {@code @} */
    ProcedureCall(String procedure, List<Argument> arguments, String... signature) throws SqlError {
        this(procedure, arguments, List.of(signature));
    }

    ProcedureCall(String procedure, List<Argument> arguments, List<String> signature) throws SqlError {
        this.procedure = procedure;
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            String name;
            if (argument.name().isEmpty()) {
                if (i >= signature.size()) {
                    throw Errors.of(8144, procedure);
                }
                name = signature.get(i);
            } else {
                name = argument.name().substring(1);
            }
            bind(name, argument, signature);
        }
    }

    private void bind(String name, Argument argument, List<String> signature) throws SqlError {
        if (signature.stream().noneMatch(one -> one.equalsIgnoreCase(name))) {
            throw Errors.of(8145, name, procedure);
        }
        if (bound.put(name.toLowerCase(Locale.ROOT), argument) != null) {
            throw Errors.of(8143, name);
        }
    }

    boolean has(String name) {
        Argument argument = bound.get(name.toLowerCase(Locale.ROOT));
        return argument != null && !argument.defaulted() && argument.value() != null;
    }

    private Object value(String name) {
        return has(name) ? bound.get(name.toLowerCase(Locale.ROOT)).value() : null;
    }

    String text(String name, String otherwise) {
        Object value = value(name);
        return value == null ? otherwise : value.toString();
    }

    String required(String name) throws SqlError {
        if (!bound.containsKey(name.toLowerCase(Locale.ROOT))) {
            throw Errors.of(201, procedure, name);
        }
        return text(name, "");
    }

    int number(String name, int otherwise) throws SqlError {
        Object value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.intValue();
        }
        if (value instanceof Boolean bit) {
            return bit ? 1 : 0;
        }
        try {
            return Integer.parseInt(value.toString().strip());
        } catch (NumberFormatException notANumber) {
            throw Errors.of(8114, "nvarchar", "int");
        }
    }

    /** Null when it was left out or NULL. */
    UUID guid(String name) throws SqlError {
        Object value = value(name);
        if (value == null || value instanceof UUID) {
            return (UUID) value;
        }
        try {
            return UUID.fromString(value.toString().strip());
        } catch (IllegalArgumentException notAGuid) {
            throw Errors.of(8114, "nvarchar", "uniqueidentifier");
        }
    }

    void returns(String name, Object value) {
        Argument argument = bound.get(name.toLowerCase(Locale.ROOT));
        if (argument != null) {
            argument.returns(value);
        }
    }

    /** Whether the caller wants this one back. */
    boolean wants(String name) {
        Argument argument = bound.get(name.toLowerCase(Locale.ROOT));
        return argument != null && argument.output();
    }
}
