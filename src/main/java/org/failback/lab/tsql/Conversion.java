package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Takes values from one data type to another, as CAST, CONVERT, assignments and comparisons do. */
final class Conversion {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private Conversion() {}

    /** Text that is too long is cut without a word, as in an assignment to a variable. */
    static Object to(Type to, Object value, Type from) throws SqlError {
        return to(to, value, from, 0);
    }

    static Object to(Type to, Object value, Type from, int style) throws SqlError {
        if (value == null) {
            return null;
        }
        Type actual = from.isVariant() ? Type.ofValue(value) : from;
        return switch (to.sql()) {
            case SQL_VARIANT -> value;
            case BIT -> bit(value, actual);
            case TINYINT, SMALLINT, INT -> narrow(whole(value, actual, to), to, value);
            case BIGINT -> whole(value, actual, to);
            case REAL, FLOAT -> floating(value, actual, to);
            case NUMERIC -> numeric(value, actual, to);
            case NVARCHAR, VARCHAR -> text(value, actual, to, style);
            case VARBINARY -> binary(value, actual, to, style);
            case DATETIME, DATETIME2 -> date(value, actual, to);
            case UNIQUEIDENTIFIER -> guid(value, actual);
        };
    }

    /** Refuses, before anything runs, what SQL Server converts only when asked to by CAST or CONVERT. */
    static void checkImplicit(Type from, Type to) throws SqlError {
        if (from.isVariant() && !to.isVariant()) {
            throw new SqlError(
                    257,
                    16,
                    3,
                    "Implicit conversion from data type sql_variant to " + to.displayName()
                            + " is not allowed. Use the CONVERT function to run this query.");
        }
        boolean datesAndOthers = from.isDate() && (to.isNumber() || to.sql() == SqlType.UNIQUEIDENTIFIER);
        boolean guidsAndNumbers = from.sql() == SqlType.UNIQUEIDENTIFIER && (to.isNumber() || to.isDate());
        boolean textToBinary = from.isText() && to.isBinary();
        if (datesAndOthers || guidsAndNumbers || textToBinary) {
            throw new SqlError(
                    from.isDate() || textToBinary ? 257 : 206,
                    16,
                    3,
                    "Implicit conversion from data type " + from.displayName() + " to " + to.displayName()
                            + " is not allowed. Use the CONVERT function to run this query.");
        }
    }

    /** For a column: converts, and refuses text that is too long (8152). */
    static Object intoColumn(Type to, Object value, Type from) throws SqlError {
        Object converted = to(
                to.isText() || to.isBinary() ? new Type(to.sql(), to.fixed() ? to.length() : 0, 0, to.fixed()) : to,
                value,
                from);
        int given = value instanceof String text && to.isText()
                ? text.stripTrailing().length()
                : converted instanceof String text
                        ? text.length()
                        : converted instanceof byte[] bytes ? bytes.length : 0;
        if (to.length() > 0 && given > to.length() && (to.isText() || to.isBinary())) {
            throw new SqlError(8152, 16, 14, "String or binary data would be truncated.");
        }
        return converted instanceof String text && to.length() > 0 && text.length() > to.length()
                ? text.substring(0, to.length())
                : converted;
    }

    private static Object bit(Object value, Type from) throws SqlError {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            String word = text.strip().toUpperCase(Locale.ROOT);
            if (word.equals("TRUE") || word.equals("FALSE")) {
                return word.equals("TRUE");
            }
        }
        return decimal(value, from, Type.BIT).signum() != 0;
    }

    private static Object narrow(Long value, Type to, Object source) throws SqlError {
        long low = to.sql() == SqlType.INT ? Integer.MIN_VALUE : to.sql() == SqlType.SMALLINT ? Short.MIN_VALUE : 0;
        long high = to.sql() == SqlType.INT ? Integer.MAX_VALUE : to.sql() == SqlType.SMALLINT ? Short.MAX_VALUE : 255;
        if (value < low || value > high) {
            if (source instanceof String text) {
                throw new SqlError(
                        to.sql() == SqlType.INT ? 248 : 244,
                        16,
                        1,
                        "The conversion of the varchar value '" + text + "' overflowed an " + to.displayName()
                                + " column.");
            }
            if (to.sql() != SqlType.INT) {
                throw new SqlError(
                        220,
                        16,
                        2,
                        "Arithmetic overflow error for data type " + to.displayName() + ", value = " + value + ".");
            }
            throw overflow(to);
        }
        return value.intValue();
    }

    private static Long whole(Object value, Type from, Type to) throws SqlError {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        BigDecimal number = decimal(value, from, to).setScale(0, RoundingMode.DOWN);
        if (number.compareTo(LONG_MIN) < 0 || number.compareTo(LONG_MAX) > 0) {
            throw overflow(to);
        }
        return number.longValue();
    }

    private static Object floating(Object value, Type from, Type to) throws SqlError {
        if (value instanceof Double) {
            return value;
        }
        return value instanceof Number number
                ? number.doubleValue()
                : decimal(value, from, to).doubleValue();
    }

    private static Object numeric(Object value, Type from, Type to) throws SqlError {
        BigDecimal number = decimal(value, from, to).setScale(to.scale(), RoundingMode.HALF_UP);
        if (number.precision() - number.scale() > to.length() - to.scale()) {
            throw new SqlError(
                    8115,
                    16,
                    8,
                    "Arithmetic overflow error converting " + from.displayName() + " to data type numeric.");
        }
        return number;
    }

    private static BigDecimal decimal(Object value, Type from, Type to) throws SqlError {
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (value instanceof Boolean bool) {
            return bool ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof Double number) {
            return BigDecimal.valueOf(number);
        }
        if (value instanceof Number number) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof byte[] bytes && to.isWhole()) {
            long number = 0;
            for (byte b : bytes) {
                number = number << 8 | b & 0xff;
            }
            return BigDecimal.valueOf(to.sql() == SqlType.INT ? (int) number : number);
        }
        if (value instanceof LocalDateTime date) {
            return BigDecimal.valueOf(Dates.days(date));
        }
        if (value instanceof String text) {
            return number(text, from, to);
        }
        throw clash(from, to);
    }

    private static BigDecimal number(String text, Type from, Type to) throws SqlError {
        String digits = text.strip();
        try {
            if (digits.isEmpty() && to.isWhole()) {
                return BigDecimal.ZERO;
            }
            boolean plain = to.isApproximate() || digits.chars().noneMatch(c -> c == 'e' || c == 'E');
            boolean whole = !to.isWhole() || digits.indexOf('.') < 0;
            if (plain && whole) {
                return new BigDecimal(digits);
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal
        }
        if (to.isWhole() && to.sql() != SqlType.BIGINT) {
            throw new SqlError(
                    245,
                    16,
                    1,
                    "Conversion failed when converting the " + from.displayName() + " value '" + text
                            + "' to data type " + to.displayName() + ".");
        }
        throw new SqlError(
                8114, 16, 5, "Error converting data type " + from.displayName() + " to " + to.displayName() + ".");
    }

    private static Object text(Object value, Type from, Type to, int style) throws SqlError {
        String text = display(value, from, style);
        if (to.length() > 0 && text.length() > to.length()) {
            if (value instanceof Number && to.sql() == SqlType.NVARCHAR || value instanceof BigDecimal) {
                throw new SqlError(
                        8115,
                        16,
                        2,
                        "Arithmetic overflow error converting expression to data type " + to.displayName() + ".");
            }
            if (value instanceof Integer) {
                return "*";
            }
            if (value instanceof UUID) {
                throw new SqlError(8170, 16, 2, "Insufficient result space to convert uniqueidentifier value to char.");
            }
            text = text.substring(0, to.length());
        }
        return to.fixed() ? pad(text, to.length()) : text;
    }

    private static String pad(String text, int length) {
        return text + " ".repeat(Math.max(0, length - text.length()));
    }

    /** A value as text; {@code style} as CONVERT takes it. */
    static String display(Object value, Type from, int style) throws SqlError {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Boolean bool) {
            return bool ? "1" : "0";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Double number) {
            return Numbers.display(number);
        }
        if (value instanceof LocalDateTime date) {
            return Dates.display(date, from, style);
        }
        if (value instanceof UUID guid) {
            return guid.toString().toUpperCase(Locale.ROOT);
        }
        if (value instanceof byte[] bytes) {
            return Binary.display(bytes, style);
        }
        return value.toString();
    }

    private static Object binary(Object value, Type from, Type to, int style) throws SqlError {
        byte[] bytes = Binary.of(value, from, style);
        if (to.length() > 0 && (bytes.length > to.length() || to.fixed())) {
            boolean number = value instanceof Number;
            // Numbers keep their low bytes, everything else its first ones.
            int start = number ? bytes.length - to.length() : 0;
            byte[] fitted = new byte[to.length()];
            for (int i = 0; i < fitted.length; i++) {
                int source = start + i;
                fitted[i] = source >= 0 && source < bytes.length ? bytes[source] : 0;
            }
            return fitted;
        }
        return bytes;
    }

    private static Object date(Object value, Type from, Type to) throws SqlError {
        if (value instanceof LocalDateTime date) {
            return to.sql() == SqlType.DATETIME ? Dates.toMillis(date) : date;
        }
        if (value instanceof String text) {
            return Dates.parse(text, to);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return Dates.ofDays(decimal(value, from, to).doubleValue());
        }
        throw clash(from, to);
    }

    private static Object guid(Object value, Type from) throws SqlError {
        if (value instanceof UUID) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return Binary.guid(Arrays.copyOf(bytes, 16));
        }
        if (value instanceof String text) {
            String digits = text.strip();
            if (digits.startsWith("{") && digits.endsWith("}")) {
                digits = digits.substring(1, digits.length() - 1);
            }
            if (digits.length() >= 36) {
                String head = digits.substring(0, 36);
                if (head.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")) {
                    return UUID.fromString(head);
                }
            }
            throw new SqlError(
                    8169, 16, 2, "Conversion failed when converting from a character string to uniqueidentifier.");
        }
        throw clash(from, Type.GUID);
    }

    static SqlError overflow(Type to) {
        return new SqlError(
                8115, 16, 2, "Arithmetic overflow error converting expression to data type " + to.displayName() + ".");
    }

    private static SqlError clash(Type from, Type to) {
        return new SqlError(
                206, 16, 2, "Operand type clash: " + from.displayName() + " is incompatible with " + to.displayName());
    }
}
