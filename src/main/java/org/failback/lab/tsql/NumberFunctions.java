package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** Functions on numbers. */
final class NumberFunctions {
    private NumberFunctions() {}

    static void addTo(Map<String, FunctionLibrary.Function> all) {
        add(all, "ABS", 1, "n", (a, c) -> {
            Type type = number(c.types());
            Object negative = Arithmetic.apply("-", 0, Type.INT, a[0], c.types().get(0), type);
            return decimal(a[0]).signum() < 0 ? negative : a[0];
        });
        add(all, "SIGN", 1, "n", (a, c) -> back(BigDecimal.valueOf(decimal(a[0]).signum()), c));
        add(all, "CEILING", 1, "n", (a, c) -> back(decimal(a[0]).setScale(0, RoundingMode.CEILING), c));
        add(all, "FLOOR", 1, "n", (a, c) -> back(decimal(a[0]).setScale(0, RoundingMode.FLOOR), c));
        add(all, "ROUND", 2, "nii", (a, c) -> {
            RoundingMode mode = a[2] == null || (Integer) a[2] == 0 ? RoundingMode.HALF_UP : RoundingMode.DOWN;
            return back(decimal(a[0]).setScale((Integer) a[1], mode), c);
        });
        add(all, "POWER", 2, "nn", (a, c) -> {
            double power = Math.pow(((Number) a[0]).doubleValue(), ((Number) a[1]).doubleValue());
            if (Double.isInfinite(power) || Double.isNaN(power)) {
                throw Conversion.overflow(number(c.types()));
            }
            return Conversion.to(number(c.types()), power, Type.FLOAT);
        });
        all.put("SQRT", new FunctionLibrary.Function("SQRT", 1, "n", types -> Type.FLOAT, (a, c) -> {
            double number = ((Number) a[0]).doubleValue();
            if (number < 0) {
                throw new SqlError(3623, 16, 1, "An invalid floating point operation occurred.");
            }
            return Math.sqrt(number);
        }));
        all.put(
                "ISNUMERIC",
                new FunctionLibrary.Function("ISNUMERIC", 1, "a", types -> Type.INT, (a, c) -> isNumeric(a[0])));
    }

    private static void add(
            Map<String, FunctionLibrary.Function> all,
            String name,
            int least,
            String signature,
            FunctionLibrary.Body body) {
        all.put(name, new FunctionLibrary.Function(name, least, signature, NumberFunctions::number, body));
    }

    private static Type number(List<Type> types) {
        Type type = types.get(0);
        if (!type.isNumber()) {
            return Type.FLOAT;
        }
        return type.isWhole() && type.precedence() < Type.INT.precedence() ? Type.INT : type;
    }

    private static BigDecimal decimal(Object value) throws SqlError {
        return (BigDecimal) Conversion.to(
                Type.numeric(76, value instanceof BigDecimal number ? Math.max(0, number.scale()) : 16),
                value,
                Type.ofValue(value));
    }

    private static Object back(BigDecimal number, FunctionLibrary.Context context) throws SqlError {
        return Conversion.to(number(context.types()), number, Type.numeric(38, Math.max(0, number.scale())));
    }

    private static Object isNumeric(Object value) {
        if (value instanceof Number) {
            return 1;
        }
        return value instanceof String text && text.strip().matches("[-+]?[$]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")
                ? 1
                : 0;
    }
}
