package org.failback.lab.tds;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.UUID;

/** Writes the type and the values of a column or an output parameter (MS-TDS 2.2.5.4 and 2.2.5.5). */
final class TypeWriter {
    private static final int MAX = 0xFFFF;
    private static final int VARIANT_BYTES = 8009;
    private static final int VARIANT_VALUE_BYTES = 8000;

    private TypeWriter() {}

    static void type(WireWriter out, Column column) {
        switch (column.type()) {
            case BIT -> out.u8(TypeCode.BITN).u8(1);
            case TINYINT -> out.u8(TypeCode.INTN).u8(1);
            case SMALLINT -> out.u8(TypeCode.INTN).u8(2);
            case INT -> out.u8(TypeCode.INTN).u8(4);
            case BIGINT -> out.u8(TypeCode.INTN).u8(8);
            case REAL -> out.u8(TypeCode.FLTN).u8(4);
            case FLOAT -> out.u8(TypeCode.FLTN).u8(8);
            case NUMERIC ->
                out.u8(TypeCode.NUMERICN)
                        .u8(Decimal.size(precision(column)))
                        .u8(precision(column))
                        .u8(column.scale());
            case NVARCHAR -> out.u8(TypeCode.NVARCHAR).u16(width(column)).bytes(Collation.bytes());
            case VARCHAR -> out.u8(TypeCode.BIGVARCHAR).u16(width(column)).bytes(Collation.bytes());
            case VARBINARY -> out.u8(TypeCode.BIGVARBINARY).u16(width(column));
            case DATETIME -> out.u8(TypeCode.DATETIMN).u8(8);
            case DATETIME2 -> out.u8(TypeCode.DATETIME2).u8(column.scale());
            case UNIQUEIDENTIFIER -> out.u8(TypeCode.UNIQUEIDENTIFIER).u8(16);
            case SQL_VARIANT -> out.u8(TypeCode.VARIANT).i32(VARIANT_BYTES);
        }
    }

    /** @throws IllegalArgumentException when the value is not what the column says */
    static void value(WireWriter out, Column column, Object value) {
        if (value != null && !column.type().javaClass().isInstance(value)) {
            throw new IllegalArgumentException("Column '" + column.name() + "' is " + column.type() + " and was given "
                    + value.getClass().getSimpleName());
        }
        switch (column.type()) {
            case NVARCHAR -> text(out, column, value == null ? null : utf16((String) value));
            case VARCHAR -> text(out, column, value == null ? null : ((String) value).getBytes(Collation.CHARSET));
            case VARBINARY -> text(out, column, (byte[]) value);
            case SQL_VARIANT -> variant(out, value);
            default -> sized(out, column, value);
        }
    }

    private static void sized(WireWriter out, Column column, Object value) {
        if (value == null) {
            out.u8(0);
            return;
        }
        WireWriter body = new WireWriter();
        switch (column.type()) {
            case BIT -> body.u8((Boolean) value ? 1 : 0);
            case TINYINT -> body.u8(ranged(column, (Integer) value, 0, 255));
            case SMALLINT -> body.u16(ranged(column, (Integer) value, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT -> body.i32((Integer) value);
            case BIGINT -> body.i64((Long) value);
            case REAL -> body.i32(Float.floatToIntBits(((Double) value).floatValue()));
            case FLOAT -> body.i64(Double.doubleToLongBits((Double) value));
            case NUMERIC -> Decimal.write(body, (BigDecimal) value, precision(column), column.scale());
            case DATETIME -> Temporal.writeDatetime(body, (LocalDateTime) value);
            case DATETIME2 -> Temporal.writeDatetime2(body, (LocalDateTime) value, column.scale());
            case UNIQUEIDENTIFIER -> body.bytes(Guid.bytes((UUID) value));
            default -> throw new IllegalArgumentException("No value of a fixed size: " + column.type());
        }
        byte[] bytes = body.toByteArray();
        out.u8(bytes.length).bytes(bytes);
    }

    private static int ranged(Column column, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    value + " does not fit into column '" + column.name() + "', " + column.type());
        }
        return value;
    }

    private static void text(WireWriter out, Column column, byte[] bytes) {
        int width = width(column);
        if (width == MAX) {
            chunked(out, bytes);
        } else if (bytes == null) {
            out.u16(MAX);
        } else if (bytes.length > width) {
            throw new IllegalArgumentException("A value of " + bytes.length + " bytes for column '" + column.name()
                    + "', which is " + width + " bytes wide");
        } else {
            out.u16(bytes.length).bytes(bytes);
        }
    }

    /** PLP: the whole length, one chunk, and the chunk of length 0 that ends it. */
    private static void chunked(WireWriter out, byte[] bytes) {
        if (bytes == null) {
            out.i64(-1);
            return;
        }
        out.i64(bytes.length);
        if (bytes.length > 0) {
            out.i32(bytes.length).bytes(bytes);
        }
        out.i32(0);
    }

    private static void variant(WireWriter out, Object value) {
        if (value == null) {
            out.i32(0);
            return;
        }
        WireWriter body = new WireWriter();
        if (value instanceof Boolean bit) {
            body.u8(TypeCode.BIT).u8(0).u8(bit ? 1 : 0);
        } else if (value instanceof Integer number) {
            body.u8(TypeCode.INT).u8(0).i32(number);
        } else if (value instanceof Long number) {
            body.u8(TypeCode.BIGINT).u8(0).i64(number);
        } else if (value instanceof Double number) {
            body.u8(TypeCode.FLOAT).u8(0).i64(Double.doubleToLongBits(number));
        } else if (value instanceof BigDecimal number) {
            int scale = Math.max(0, number.scale());
            body.u8(TypeCode.NUMERICN).u8(2).u8(Decimal.MAX_PRECISION).u8(scale);
            Decimal.write(body, number, Decimal.MAX_PRECISION, scale);
        } else if (value instanceof String text) {
            body.u8(TypeCode.NVARCHAR).u8(7).bytes(Collation.bytes()).u16(VARIANT_VALUE_BYTES);
            body.bytes(limited(utf16(text)));
        } else if (value instanceof byte[] bytes) {
            body.u8(TypeCode.BIGVARBINARY).u8(2).u16(VARIANT_VALUE_BYTES).bytes(limited(bytes));
        } else if (value instanceof LocalDateTime time) {
            body.u8(TypeCode.DATETIME).u8(0);
            Temporal.writeDatetime(body, time);
        } else if (value instanceof UUID id) {
            body.u8(TypeCode.UNIQUEIDENTIFIER).u8(0).bytes(Guid.bytes(id));
        } else {
            throw new IllegalArgumentException(
                    "No sql_variant holds a " + value.getClass().getSimpleName());
        }
        byte[] bytes = body.toByteArray();
        out.i32(bytes.length).bytes(bytes);
    }

    private static byte[] limited(byte[] value) {
        if (value.length > VARIANT_VALUE_BYTES) {
            throw new IllegalArgumentException("A sql_variant holds 8,000 bytes and was given " + value.length);
        }
        return value;
    }

    private static int precision(Column column) {
        return column.length() == 0 ? Decimal.MAX_PRECISION : column.length();
    }

    /** Bytes, or {@link #MAX}. */
    private static int width(Column column) {
        int bytes = column.type() == SqlType.NVARCHAR ? 2 * column.length() : column.length();
        return bytes == 0 || bytes > VARIANT_VALUE_BYTES ? MAX : bytes;
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }
}
