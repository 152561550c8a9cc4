package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Functions on text. */
final class TextFunctions {
    private static final Charset ANSI = Charset.forName("windows-1252");

    private TextFunctions() {}

    static void addTo(Map<String, FunctionLibrary.Function> all) {
        add(
                all,
                "LEN",
                1,
                "s",
                types -> Type.INT,
                (a, c) -> a[0] instanceof byte[] bytes
                        ? bytes.length
                        : ((String) a[0]).replaceAll(" +$", "").length());
        add(all, "DATALENGTH", 1, "a", types -> Type.INT, TextFunctions::dataLength);
        add(all, "LEFT", 2, "si", TextFunctions::sameText, (a, c) -> left(text(a[0]), (Integer) a[1], "left"));
        add(all, "RIGHT", 2, "si", TextFunctions::sameText, (a, c) -> right(text(a[0]), (Integer) a[1]));
        add(all, "SUBSTRING", 3, "sii", TextFunctions::sameText, TextFunctions::substring);
        add(all, "CHARINDEX", 2, "ssi", types -> Type.INT, TextFunctions::charIndex);
        add(
                all,
                "PATINDEX",
                2,
                "ss",
                types -> Type.INT,
                (a, c) -> LikePattern.find(text(a[1]), text(a[0]), c.collation()));
        add(all, "REPLACE", 3, "sss", TextFunctions::openText, TextFunctions::replace);
        add(all, "STUFF", 4, "siia", TextFunctions::openText, TextFunctions::stuff);
        add(
                all,
                "REPLICATE",
                2,
                "si",
                TextFunctions::openText,
                (a, c) -> (Integer) a[1] < 0 ? null : text(a[0]).repeat((Integer) a[1]));
        add(
                all,
                "SPACE",
                1,
                "i",
                types -> Type.varchar(8000),
                (a, c) -> (Integer) a[0] < 0 ? null : " ".repeat((Integer) a[0]));
        add(all, "UPPER", 1, "s", TextFunctions::sameText, (a, c) -> text(a[0]).toUpperCase(Locale.ROOT));
        add(all, "LOWER", 1, "s", TextFunctions::sameText, (a, c) -> text(a[0]).toLowerCase(Locale.ROOT));
        add(all, "LTRIM", 1, "s", TextFunctions::sameText, (a, c) -> text(a[0]).replaceAll("^ +", ""));
        add(all, "RTRIM", 1, "s", TextFunctions::sameText, (a, c) -> text(a[0]).replaceAll(" +$", ""));
        add(
                all,
                "REVERSE",
                1,
                "s",
                TextFunctions::sameText,
                (a, c) -> new StringBuilder(text(a[0])).reverse().toString());
        add(
                all,
                "QUOTENAME",
                1,
                "ss",
                types -> Type.nvarchar(258),
                (a, c) -> quoteName(text(a[0]), a[1] == null ? "[" : text(a[1])));
        add(all, "PARSENAME", 2, "si", types -> Type.SYSNAME, (a, c) -> parseName(text(a[0]), (Integer) a[1]));
        add(all, "STR", 1, "nii", types -> Type.varchar(8000), TextFunctions::str);
        add(all, "CHAR", 1, "i", types -> Type.varchar(1), (a, c) -> {
            int code = (Integer) a[0];
            return code < 0 || code > 255 ? null : new String(new byte[] {(byte) code}, ANSI);
        });
        add(all, "NCHAR", 1, "i", types -> Type.nvarchar(1), (a, c) -> {
            int code = (Integer) a[0];
            return code < 0 || code > 65535 ? null : String.valueOf((char) code);
        });
        add(
                all,
                "ASCII",
                1,
                "s",
                types -> Type.INT,
                (a, c) ->
                        text(a[0]).isEmpty() ? null : text(a[0]).substring(0, 1).getBytes(ANSI)[0] & 0xff);
        add(
                all,
                "UNICODE",
                1,
                "s",
                types -> Type.INT,
                (a, c) -> text(a[0]).isEmpty() ? null : (int) text(a[0]).charAt(0));
        add(all, "HASHBYTES", 2, "sa", types -> Type.varbinary(8000), TextFunctions::hash);
    }

    private static void add(
            Map<String, FunctionLibrary.Function> all,
            String name,
            int least,
            String signature,
            FunctionLibrary.Result result,
            FunctionLibrary.Body body) {
        all.put(name, new FunctionLibrary.Function(name, least, signature, result, body));
    }

    private static String text(Object value) throws SqlError {
        return value instanceof String text ? text : Conversion.display(value, Type.ofValue(value), 0);
    }

    private static Type sameText(List<Type> types) {
        Type first = types.get(0);
        return first.isText()
                ? new Type(first.sql(), first.length(), 0, false)
                : first.isBinary() ? first : Type.varchar(8000);
    }

    private static Type openText(List<Type> types) {
        boolean unicode = types.stream().anyMatch(type -> type.sql() == SqlType.NVARCHAR);
        boolean max = types.stream().anyMatch(type -> type.isText() && type.length() == 0);
        return unicode ? Type.nvarchar(max ? 0 : 4000) : Type.varchar(max ? 0 : 8000);
    }

    private static Object dataLength(Object[] a, FunctionLibrary.Context context) throws SqlError {
        Object value = a[0];
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return context.types().get(0).sql() == SqlType.VARCHAR ? text.length() : 2 * text.length();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length;
        }
        return switch (Type.ofValue(value).sql()) {
            case BIT, TINYINT -> 1;
            case SMALLINT -> 2;
            case INT -> 4;
            case UNIQUEIDENTIFIER -> 16;
            default -> 8;
        };
    }

    private static String left(String text, int length, String function) throws SqlError {
        if (length < 0) {
            throw invalidLength(function);
        }
        return text.substring(0, Math.min(length, text.length()));
    }

    private static String right(String text, int length) throws SqlError {
        if (length < 0) {
            throw invalidLength("right");
        }
        return text.substring(Math.max(0, text.length() - length));
    }

    private static SqlError invalidLength(String function) {
        return new SqlError(536, 16, 1, "Invalid length parameter passed to the " + function + " function.");
    }

    private static Object substring(Object[] a, FunctionLibrary.Context context) throws SqlError {
        long start = (Integer) a[1];
        long length = (Integer) a[2];
        if (length < 0) {
            throw new SqlError(537, 16, 2, "Invalid length parameter passed to the LEFT or SUBSTRING function.");
        }
        int size = a[0] instanceof byte[] bytes ? bytes.length : text(a[0]).length();
        int from = (int) Math.max(0, Math.min(size, start - 1));
        int to = (int) Math.max(from, Math.min(size, start - 1 + length));
        return a[0] instanceof byte[] bytes
                ? Arrays.copyOfRange(bytes, from, to)
                : text(a[0]).substring(from, to);
    }

    private static Object charIndex(Object[] a, FunctionLibrary.Context context) throws SqlError {
        int from = a[2] == null ? 0 : Math.max(0, (Integer) a[2] - 1);
        return text(a[0]).isEmpty() ? 0 : indexOf(text(a[1]), text(a[0]), from, context.collation()) + 1;
    }

    private static int indexOf(String text, String part, int from, Collation collation) {
        for (int i = from; i + part.length() <= text.length(); i++) {
            if (text.regionMatches(!collation.caseSensitive(), i, part, 0, part.length())) {
                return i;
            }
        }
        return -1;
    }

    private static Object replace(Object[] a, FunctionLibrary.Context context) throws SqlError {
        String text = text(a[0]);
        String part = text(a[1]);
        if (part.isEmpty()) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int hit = indexOf(text, part, 0, context.collation());
                hit >= 0;
                hit = indexOf(text, part, at, context.collation())) {
            result.append(text, at, hit).append(text(a[2]));
            at = hit + part.length();
        }
        return result.append(text.substring(at)).toString();
    }

    private static Object stuff(Object[] a, FunctionLibrary.Context context) throws SqlError {
        String text = text(a[0]);
        int start = (Integer) a[1];
        int length = (Integer) a[2];
        if (start < 1 || start > text.length() || length < 0) {
            return null;
        }
        String inserted = a[3] == null ? "" : text(a[3]);
        int end = (int) Math.min(text.length(), start - 1L + length);
        return text.substring(0, start - 1) + inserted + text.substring(end);
    }

    static String quoteName(String name, String quote) {
        if (name.length() > 128 || quote.isEmpty()) {
            return null;
        }
        return switch (quote.charAt(0)) {
            case '[', ']' -> "[" + name.replace("]", "]]") + "]";
            case '\'' -> "'" + name.replace("'", "''") + "'";
            case '"' -> "\"" + name.replace("\"", "\"\"") + "\"";
            case '(', ')' -> "(" + name.replace(")", "))") + ")";
            case '{', '}' -> "{" + name.replace("}", "}}") + "}";
            case '<', '>' -> "<" + name.replace(">", ">>") + ">";
            default -> null;
        };
    }

    private static String parseName(String text, int part) {
        ObjectName name = ObjectName.parse(text);
        String found = switch (part) {
            case 1 -> name.name();
            case 2 -> name.schema();
            case 3 -> name.database();
            default -> "";
        };
        return found.isEmpty() ? null : found;
    }

    private static Object str(Object[] a, FunctionLibrary.Context context) throws SqlError {
        int length = a[1] == null ? 10 : (Integer) a[1];
        int decimals = a[2] == null ? 0 : (Integer) a[2];
        double number = ((Number) a[0]).doubleValue();
        String digits = BigDecimal.valueOf(number)
                .setScale(Math.min(16, decimals), RoundingMode.HALF_UP)
                .toPlainString();
        return digits.length() > length ? "*".repeat(length) : " ".repeat(length - digits.length()) + digits;
    }

    private static Object hash(Object[] a, FunctionLibrary.Context context) throws SqlError {
        String algorithm = switch (text(a[0]).toUpperCase(Locale.ROOT)) {
            case "MD5" -> "MD5";
            case "SHA", "SHA1" -> "SHA-1";
            default -> null;
        };
        if (algorithm == null || a[1] == null) {
            // SHA2 came with SQL Server 2012; an algorithm that is not known gives NULL.
            return null;
        }
        try {
            byte[] bytes = Binary.of(a[1], context.types().get(1), 0);
            return java.security.MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
