package org.failback.lab.tsql;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Bytes to and from the other types. */
final class Binary {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Charset ANSI = Charset.forName("windows-1252");

    private Binary() {}

    static byte[] parseHex(String digits) {
        return HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits);
    }

    static String display(byte[] bytes, int style) {
        return switch (style) {
            case 1 -> "0x" + HEX.formatHex(bytes);
            case 2 -> HEX.formatHex(bytes);
            default -> new String(bytes, ANSI);
        };
    }

    static byte[] of(Object value, Type from, int style) throws SqlError {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String text) {
            if (style == 1 || style == 2) {
                return digits(text, style);
            }
            return text.getBytes(from.sql() == SqlType.NVARCHAR ? StandardCharsets.UTF_16LE : ANSI);
        }
        if (value instanceof Integer number) {
            return switch (from.sql()) {
                case TINYINT -> new byte[] {number.byteValue()};
                case SMALLINT ->
                    ByteBuffer.allocate(2).putShort(number.shortValue()).array();
                default -> ByteBuffer.allocate(4).putInt(number).array();
            };
        }
        if (value instanceof Long number) {
            return ByteBuffer.allocate(8).putLong(number).array();
        }
        if (value instanceof Boolean bool) {
            return new byte[] {(byte) (bool ? 1 : 0)};
        }
        if (value instanceof UUID guid) {
            return bytes(guid);
        }
        throw Refusal.of("the conversion of " + from.displayName() + " to varbinary");
    }

    private static byte[] digits(String text, int style) throws SqlError {
        String digits = text;
        boolean prefixed = text.startsWith("0x") || text.startsWith("0X");
        if (prefixed == (style == 1)) {
            digits = prefixed ? text.substring(2) : text;
            if (digits.matches("([0-9A-Fa-f]{2})*")) {
                return HexFormat.of().parseHex(digits);
            }
        }
        throw new SqlError(8114, 16, 5, "Error converting data type varchar to varbinary.");
    }

    /** A GUID in the order SQL Server stores it: the first three groups backwards. */
    static byte[] bytes(UUID guid) {
        byte[] plain = ByteBuffer.allocate(16)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
        return swap(plain);
    }

    static UUID guid(byte[] stored) {
        ByteBuffer plain = ByteBuffer.wrap(swap(stored));
        return new UUID(plain.getLong(), plain.getLong());
    }

    private static byte[] swap(byte[] b) {
        return new byte[] {
            b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
        };
    }

    /** Orders GUIDs as SQL Server does: the last group counts most. */
    static int compare(UUID left, UUID right) {
        byte[] a = bytes(left);
        byte[] b = bytes(right);
        int[] order = {10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3};
        for (int i : order) {
            int difference = Byte.compareUnsigned(a[i], b[i]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
