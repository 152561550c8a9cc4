package org.failback.lab.tsql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** The built-in functions that need no instance. */
final class FunctionLibrary {
    private static final Map<String, Function> ALL = all();

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        TextFunctions.addTo(all);
        NumberFunctions.addTo(all);
        DateFunctions.addTo(all);
        SessionFunctions.addTo(all);
        return Map.copyOf(all);
    }

    /** Computes a function from arguments that have been converted as its signature says. */
    @FunctionalInterface
    interface Body {
        Object apply(Object[] arguments, Context context) throws SqlError;
    }

    /** Tells the type of the result from those of the arguments. */
    @FunctionalInterface
    interface Result {
        Type of(List<Type> arguments);
    }

    /** What a function may want to know besides its arguments. */
    record Context(Frame frame, List<Type> types, Collation collation) {}

    /**
     * A function.
     *
     * @param least the fewest arguments
     * @param signature one letter an argument: {@code s} text, {@code i} int, {@code n} number, {@code d} date, {@code a}
     *     as it is; NULL in any but {@code a} makes the result NULL
     */
    record Function(String name, int least, String signature, Result result, Body body) {
        Object call(List<Term> arguments, Row row) throws SqlError {
            Object[] values = new Object[signature.length()];
            List<Type> types = arguments.stream().map(Term::type).toList();
            for (int i = 0; i < arguments.size(); i++) {
                Term argument = arguments.get(i);
                values[i] = converted(signature.charAt(i), argument.value(row), argument.type());
                if (values[i] == null && signature.charAt(i) != 'a') {
                    return null;
                }
            }
            return body.apply(
                    values, new Context(row.frame(), types, ExpressionBinder.collation(arguments, row.frame())));
        }

        private static Object converted(char kind, Object value, Type type) throws SqlError {
            return switch (kind) {
                case 's' -> type.isBinary() ? value : Conversion.to(Type.nvarchar(0), value, type);
                case 'i' -> Conversion.to(Type.INT, value, type);
                case 'd' -> Conversion.to(type.isDate() ? type : Type.DATETIME, value, type);
                case 'n' -> type.isNumber() ? value : Conversion.to(Type.FLOAT, value, type);
                default -> value;
            };
        }

        Type type(List<Term> arguments) throws SqlError {
            for (int i = 0; i < arguments.size(); i++) {
                if (signature.charAt(i) != 'a' && arguments.get(i).type().isVariant()) {
                    throw new SqlError(
                            8116,
                            16,
                            1,
                            "Argument data type sql_variant is invalid for argument " + (i + 1) + " of "
                                    + name.toLowerCase(java.util.Locale.ROOT) + " function.");
                }
            }
            return result.of(arguments.stream().map(Term::type).toList());
        }
    }

    private FunctionLibrary() {}

    static boolean knows(String upperCase) {
        return ALL.containsKey(upperCase)
                || upperCase.equals("ISNULL")
                || upperCase.equals("COALESCE")
                || upperCase.equals("NULLIF");
    }

    static Function function(String upperCase) {
        return ALL.get(upperCase);
    }

    static void checkArguments(String written, String upperCase, int count) throws SqlError {
        Function function = ALL.get(upperCase);
        int least = function != null ? function.least() : 2;
        int most =
                function != null ? function.signature().length() : upperCase.equals("COALESCE") ? Integer.MAX_VALUE : 2;
        checkCount(written, count, least, most);
    }

    static void checkCount(String written, int count, int least, int most) throws SqlError {
        if (count >= least && count <= most) {
            return;
        }
        String name = written.toLowerCase(java.util.Locale.ROOT);
        throw least == most
                ? new SqlError(174, 15, 1, "The " + name + " function requires " + least + " argument(s).")
                : new SqlError(
                        189, 15, 1, "The " + name + " function requires " + least + " to " + most + " arguments.");
    }
}
