package org.failback.lab.tsql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Reads data types as they stand in DECLARE, CAST and CREATE TABLE. */
final class DataTypes {
    private static final Map<String, Type> PLAIN = Map.ofEntries(
            Map.entry("BIT", Type.BIT),
            Map.entry("TINYINT", Type.TINYINT),
            Map.entry("SMALLINT", Type.SMALLINT),
            Map.entry("INT", Type.INT),
            Map.entry("INTEGER", Type.INT),
            Map.entry("BIGINT", Type.BIGINT),
            Map.entry("REAL", Type.REAL),
            Map.entry("DATETIME", Type.DATETIME),
            Map.entry("SMALLDATETIME", Type.DATETIME),
            Map.entry("UNIQUEIDENTIFIER", Type.GUID),
            Map.entry("SQL_VARIANT", Type.VARIANT),
            Map.entry("SYSNAME", Type.SYSNAME),
            Map.entry("MONEY", Type.numeric(19, 4)),
            Map.entry("SMALLMONEY", Type.numeric(10, 4)),
            Map.entry("TEXT", Type.varchar(0)),
            Map.entry("NTEXT", Type.nvarchar(0)),
            Map.entry("IMAGE", Type.varbinary(0)));
    private static final Set<String> REFUSED = Set.of(
            "DATE",
            "TIME",
            "DATETIMEOFFSET",
            "XML",
            "TIMESTAMP",
            "ROWVERSION",
            "HIERARCHYID",
            "GEOGRAPHY",
            "GEOMETRY",
            "CURSOR");

    private DataTypes() {}

    /** @param defaultLength of text and binary without one: 1 in declarations, 30 in CAST and CONVERT */
    static Type read(TokenStream in, int defaultLength) throws SqlError {
        if (in.accept("DOUBLE", "PRECISION")) {
            return Type.FLOAT;
        }
        String name = in.accept("CURSOR") ? "CURSOR" : in.name();
        if (in.acceptOperator(".")) {
            name = in.name();
        }
        String upper = name.toUpperCase(Locale.ROOT);
        if (PLAIN.containsKey(upper)) {
            return PLAIN.get(upper);
        }
        if (REFUSED.contains(upper)) {
            throw Refusal.of("the data type " + upper);
        }
        return switch (upper) {
            case "CHAR", "CHARACTER" -> sized(in, SqlType.VARCHAR, 8000, defaultLength, true);
            case "VARCHAR" -> sized(in, SqlType.VARCHAR, 8000, defaultLength, false);
            case "NCHAR" -> sized(in, SqlType.NVARCHAR, 4000, defaultLength, true);
            case "NVARCHAR" -> sized(in, SqlType.NVARCHAR, 4000, defaultLength, false);
            case "BINARY" -> sized(in, SqlType.VARBINARY, 8000, defaultLength, true);
            case "VARBINARY" -> sized(in, SqlType.VARBINARY, 8000, defaultLength, false);
            case "DECIMAL", "DEC", "NUMERIC" -> numeric(in);
            case "FLOAT" -> floating(in);
            case "DATETIME2" -> dateTime2(in);
            default ->
                throw new SqlError(
                        2715, 16, 3, "Column, parameter, or variable #1: Cannot find data type " + name + ".");
        };
    }

    private static Type sized(TokenStream in, SqlType sql, int most, int defaultLength, boolean fixed) throws SqlError {
        if (!in.acceptOperator("(")) {
            return new Type(sql, defaultLength, 0, fixed);
        }
        if (!fixed && in.accept("MAX")) {
            in.expectOperator(")");
            return new Type(sql, 0, 0, false);
        }
        int length = in.integer();
        in.expectOperator(")");
        if (length == 0) {
            throw new SqlError(1001, 15, 1, "Line 1: Length or precision specification 0 is invalid.");
        }
        if (length > most) {
            throw new SqlError(
                    131,
                    15,
                    2,
                    "The size (" + length + ") given to the type exceeds the maximum allowed (" + most + ").");
        }
        return new Type(sql, length, 0, fixed);
    }

    private static Type numeric(TokenStream in) throws SqlError {
        int precision = 18;
        int scale = 0;
        if (in.acceptOperator("(")) {
            precision = in.integer();
            if (in.acceptOperator(",")) {
                scale = in.integer();
            }
            in.expectOperator(")");
        }
        if (precision < 1 || precision > 38 || scale > precision) {
            throw new SqlError(
                    1007, 15, 1, "The number '" + precision + "' is out of the range for numeric representation.");
        }
        return Type.numeric(precision, scale);
    }

    private static Type floating(TokenStream in) throws SqlError {
        int bits = 53;
        if (in.acceptOperator("(")) {
            bits = in.integer();
            in.expectOperator(")");
        }
        return bits <= 24 ? Type.REAL : Type.FLOAT;
    }

    private static Type dateTime2(TokenStream in) throws SqlError {
        int scale = 7;
        if (in.acceptOperator("(")) {
            scale = in.integer();
            in.expectOperator(")");
        }
        return new Type(SqlType.DATETIME2, 0, scale, false);
    }
}
