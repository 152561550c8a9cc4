package org.failback.lab.tsql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tds.SqlError;

/** The text of RAISERROR with its arguments put in, as printf does. */
final class RaisedMessage {
    private static final Pattern PLACE =
            Pattern.compile("%([-+0# ]*)(\\*|\\d+)?(?:\\.(\\*|\\d+))?(?:h|l|I64)?([diosuxX%])");
    private static final int LONGEST = 2047;

    private RaisedMessage() {}

    /** @param types of the arguments, since only whole numbers, text and binary may be put in */
    static String format(String text, List<Object> arguments, List<Type> types) throws SqlError {
        check(types);
        StringBuilder message = new StringBuilder();
        Matcher place = PLACE.matcher(text);
        int at = 0;
        int next = 0;
        while (place.find(at)) {
            message.append(text, at, place.start());
            at = place.end();
            char kind = place.group(4).charAt(0);
            if (kind == '%') {
                message.append('%');
                continue;
            }
            int width = 0;
            int precision = -1;
            if (place.group(2) != null) {
                width = place.group(2).equals("*") ? number(arguments, next++) : Integer.parseInt(place.group(2));
            }
            if (place.group(3) != null) {
                precision = place.group(3).equals("*") ? number(arguments, next++) : Integer.parseInt(place.group(3));
            }
            Object argument = next < arguments.size() ? arguments.get(next) : null;
            Type type = next < types.size() ? types.get(next) : Type.NULL;
            next++;
            message.append(pad(one(kind, place.group(1), argument, type, precision), place.group(1), width));
        }
        message.append(text.substring(at));
        return message.length() <= LONGEST ? message.toString() : message.substring(0, LONGEST - 3) + "...";
    }

    private static void check(List<Type> types) throws SqlError {
        if (types.size() > 20) {
            throw new SqlError(2747, 16, 1, "Too many substitution parameters for RAISERROR. Cannot exceed 20.");
        }
        for (int i = 0; i < types.size(); i++) {
            Type type = types.get(i);
            boolean whole = type.isWhole() && type.sql() != Type.BIGINT.sql() && type.sql() != Type.BIT.sql();
            if (!whole && !type.isText() && !type.isBinary()) {
                throw new SqlError(
                        2748,
                        16,
                        1,
                        "Cannot specify " + type.displayName() + " data type (parameter " + (i + 4)
                                + ") as a substitution parameter.");
            }
        }
    }

    private static int number(List<Object> arguments, int index) {
        return index < arguments.size() && arguments.get(index) instanceof Integer number ? number : 0;
    }

    private static String one(char kind, String flags, Object argument, Type type, int precision) throws SqlError {
        if (argument == null) {
            return "(null)";
        }
        if (kind == 's') {
            if (argument instanceof Integer) {
                throw mismatch(kind);
            }
            String text = Conversion.display(argument, type, 0);
            return precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
        }
        if (!(argument instanceof Integer number)) {
            throw mismatch(kind);
        }
        return switch (kind) {
            case 'u' -> Integer.toUnsignedString(number);
            case 'o' -> Integer.toOctalString(number);
            case 'x' -> (flags.contains("#") ? "0x" : "") + Integer.toHexString(number);
            case 'X' ->
                (flags.contains("#") ? "0X" : "") + Integer.toHexString(number).toUpperCase(Locale.ROOT);
            default -> (flags.contains("+") && number >= 0 ? "+" : "") + number;
        };
    }

    private static SqlError mismatch(char kind) {
        return new SqlError(
                2786,
                16,
                1,
                "The data type of substitution parameter 1 does not match the expected type of the format specification"
                        + " %" + kind + ".");
    }

    private static String pad(String text, String flags, int width) {
        String fill = " ".repeat(Math.max(0, width - text.length()));
        if (flags.contains("-")) {
            return text + fill;
        }
        return flags.contains("0") && !text.startsWith("-") ? fill.replace(' ', '0') + text : fill + text;
    }
}
