package org.failback.lab.tds;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.ProtocolException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;

/** Reads the type and the value of a parameter (MS-TDS 2.2.5.4 and 2.2.5.5). */
final class TypeReader {
    private static final int MAX = 0xFFFF;
    private static final long PLP_NULL = -1;

    private final WireReader in;

    TypeReader(WireReader in) {
        this.in = in;
    }

    /** @throws SqlError for a type that the lab does not model; what follows in the message cannot be read then */
    Parameter parameter(String name, boolean output) throws ProtocolException, SqlError {
        try {
            return read(name, output, in.u8());
        } catch (DateTimeException | ArithmeticException e) {
            throw new ProtocolException("Parameter " + name + " holds no time that SQL Server knows");
        }
    }

    private Parameter read(String name, boolean output, int code) throws ProtocolException, SqlError {
        return switch (code) {
            case TypeCode.NULL -> new Parameter(name, SqlType.NVARCHAR, null, output);
            case TypeCode.TINYINT -> integer(name, output, 1, 1);
            case TypeCode.SMALLINT -> integer(name, output, 2, 2);
            case TypeCode.INT -> integer(name, output, 4, 4);
            case TypeCode.BIGINT -> integer(name, output, 8, 8);
            case TypeCode.INTN -> {
                int width = in.u8();
                yield integer(name, output, width, in.u8());
            }
            case TypeCode.BIT -> bit(name, output, 1);
            case TypeCode.BITN -> {
                in.skip(1);
                yield bit(name, output, in.u8());
            }
            case TypeCode.REAL -> floating(name, output, 4, 4);
            case TypeCode.FLOAT -> floating(name, output, 8, 8);
            case TypeCode.FLTN -> {
                int width = in.u8();
                yield floating(name, output, width, in.u8());
            }
            case TypeCode.SMALLMONEY -> money(name, output, 4);
            case TypeCode.MONEY -> money(name, output, 8);
            case TypeCode.MONEYN -> {
                in.skip(1);
                yield money(name, output, in.u8());
            }
            case TypeCode.DECIMALN, TypeCode.NUMERICN -> numeric(name, output);
            case TypeCode.SMALLDATETIME -> datetime(name, output, 4);
            case TypeCode.DATETIME -> datetime(name, output, 8);
            case TypeCode.DATETIMN -> {
                in.skip(1);
                yield datetime(name, output, in.u8());
            }
            case TypeCode.DATETIME2 -> datetime2(name, output);
            case TypeCode.UNIQUEIDENTIFIER -> uniqueidentifier(name, output);
            case TypeCode.NVARCHAR, TypeCode.NCHAR ->
                new Parameter(name, SqlType.NVARCHAR, string(variable(true), StandardCharsets.UTF_16LE), output);
            case TypeCode.BIGVARCHAR, TypeCode.BIGCHAR ->
                new Parameter(name, SqlType.VARCHAR, string(variable(true), Collation.CHARSET), output);
            case TypeCode.BIGVARBINARY, TypeCode.BIGBINARY ->
                new Parameter(name, SqlType.VARBINARY, variable(false), output);
            case TypeCode.NTEXT ->
                new Parameter(name, SqlType.NVARCHAR, string(lob(true), StandardCharsets.UTF_16LE), output);
            case TypeCode.TEXT -> new Parameter(name, SqlType.VARCHAR, string(lob(true), Collation.CHARSET), output);
            case TypeCode.IMAGE -> new Parameter(name, SqlType.VARBINARY, lob(false), output);
            default -> throw NotModelled.here("parameters of " + TypeCode.nameOf(code));
        };
    }

    private Parameter integer(String name, boolean output, int width, int size) throws ProtocolException {
        SqlType type = switch (width) {
            case 1 -> SqlType.TINYINT;
            case 2 -> SqlType.SMALLINT;
            case 4 -> SqlType.INT;
            case 8 -> SqlType.BIGINT;
            default -> throw new ProtocolException("An integer of " + width + " bytes");
        };
        Object value = switch (size) {
            case 0 -> null;
            case 1 -> in.u8();
            case 2 -> in.i16();
            case 4 -> in.i32();
            case 8 -> in.i64();
            default -> throw new ProtocolException("An integer of " + size + " bytes");
        };
        if (value != null && size != width) {
            throw new ProtocolException("An integer of " + size + " bytes where " + width + " were announced");
        }
        return new Parameter(name, type, value, output);
    }

    private Parameter bit(String name, boolean output, int size) throws ProtocolException {
        return new Parameter(name, SqlType.BIT, size == 0 ? null : in.unsigned(checked(size, 1)) != 0, output);
    }

    private Parameter floating(String name, boolean output, int width, int size) throws ProtocolException {
        SqlType type = width == 4 ? SqlType.REAL : SqlType.FLOAT;
        Object value = switch (size) {
            case 0 -> null;
            case 4 -> Double.valueOf(in.f32());
            case 8 -> in.f64();
            default -> throw new ProtocolException("A floating-point number of " + size + " bytes");
        };
        return new Parameter(name, type, value, output);
    }

    /** The lab has no money: it is a numeric with four digits after the point. */
    private Parameter money(String name, boolean output, int size) throws ProtocolException {
        Object value = switch (size) {
            case 0 -> null;
            case 4 -> BigDecimal.valueOf(in.i32(), 4);
            case 8 -> {
                long high = in.i32();
                yield BigDecimal.valueOf(high << 32 | in.u32(), 4);
            }
            default -> throw new ProtocolException("Money of " + size + " bytes");
        };
        return new Parameter(name, SqlType.NUMERIC, value, output);
    }

    private Parameter numeric(String name, boolean output) throws ProtocolException {
        in.skip(2);
        int scale = in.u8();
        int size = in.u8();
        if (size > 17 || size == 1 || scale > Decimal.MAX_PRECISION) {
            throw new ProtocolException("A numeric of " + size + " bytes and scale " + scale);
        }
        return new Parameter(name, SqlType.NUMERIC, size == 0 ? null : Decimal.of(in.bytes(size), scale), output);
    }

    private Parameter datetime(String name, boolean output, int size) throws ProtocolException {
        Object value = switch (size) {
            case 0 -> null;
            case 4 -> Temporal.smalldatetime(in.u16(), in.u16());
            case 8 -> Temporal.datetime(in.i32(), in.u32());
            default -> throw new ProtocolException("A datetime of " + size + " bytes");
        };
        return new Parameter(name, SqlType.DATETIME, value, output);
    }

    private Parameter datetime2(String name, boolean output) throws ProtocolException {
        int scale = in.u8();
        int size = in.u8();
        if (!Temporal.isScale(scale)) {
            throw new ProtocolException("A datetime2 of scale " + scale);
        }
        if (size == 0) {
            return new Parameter(name, SqlType.DATETIME2, null, output);
        }
        int timeBytes = Temporal.timeBytes(scale);
        checked(size, timeBytes + 3);
        Object value = Temporal.datetime2(in.unsigned(timeBytes), in.unsigned(3), scale);
        return new Parameter(name, SqlType.DATETIME2, value, output);
    }

    /** An output parameter may announce a length of 0 here. */
    private Parameter uniqueidentifier(String name, boolean output) throws ProtocolException {
        in.skip(1);
        int size = in.u8();
        Object value = size == 0 ? null : Guid.of(in.bytes(checked(size, 16)));
        return new Parameter(name, SqlType.UNIQUEIDENTIFIER, value, output);
    }

    private static int checked(int size, int expected) throws ProtocolException {
        if (size != expected) {
            throw new ProtocolException("A value of " + size + " bytes where it takes " + expected);
        }
        return size;
    }

    private byte[] variable(boolean collated) throws ProtocolException {
        int width = in.u16();
        if (collated) {
            in.skip(Collation.bytes().length);
        }
        if (width == MAX) {
            return chunked();
        }
        int length = in.u16();
        return length == MAX ? null : in.bytes(length);
    }

    private byte[] chunked() throws ProtocolException {
        if (in.i64() == PLP_NULL) {
            return null;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (long length = in.u32(); length != 0; length = in.u32()) {
            whole.writeBytes(in.bytes(length));
        }
        return whole.toByteArray();
    }

    private byte[] lob(boolean collated) throws ProtocolException {
        in.skip(4);
        if (collated) {
            in.skip(Collation.bytes().length);
        }
        int length = in.i32();
        return length == -1 ? null : in.bytes(length);
    }

    private static String string(byte[] bytes, Charset charset) {
        return bytes == null ? null : new String(bytes, charset);
    }
}
