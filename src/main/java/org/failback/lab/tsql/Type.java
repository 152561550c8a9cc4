package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.UUID;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;

/**
 * A data type with its size.
 *
 * @param length characters for text, bytes for binary, 0 for max; precision for numeric
 * @param scale digits after the point
 * @param fixed whether values are filled up to the length, as CHAR and BINARY are
 */
record Type(SqlType sql, int length, int scale, boolean fixed) {
    static final Type BIT = new Type(SqlType.BIT, 0, 0, false);
    static final Type TINYINT = new Type(SqlType.TINYINT, 0, 0, false);
    static final Type SMALLINT = new Type(SqlType.SMALLINT, 0, 0, false);
    static final Type INT = new Type(SqlType.INT, 0, 0, false);
    static final Type BIGINT = new Type(SqlType.BIGINT, 0, 0, false);
    static final Type REAL = new Type(SqlType.REAL, 0, 0, false);
    static final Type FLOAT = new Type(SqlType.FLOAT, 0, 0, false);
    static final Type DATETIME = new Type(SqlType.DATETIME, 0, 3, false);
    static final Type DATETIME2 = new Type(SqlType.DATETIME2, 0, 7, false);
    static final Type GUID = new Type(SqlType.UNIQUEIDENTIFIER, 0, 0, false);
    static final Type VARIANT = new Type(SqlType.SQL_VARIANT, 0, 0, false);
    static final Type SYSNAME = nvarchar(128);
    /** Of a bare NULL, which takes on the type of whatever it meets. */
    static final Type NULL = new Type(SqlType.INT, -1, 0, false);

    static Type nvarchar(int length) {
        return new Type(SqlType.NVARCHAR, length > 4000 ? 0 : length, 0, false);
    }

    static Type varchar(int length) {
        return new Type(SqlType.VARCHAR, length > 8000 ? 0 : length, 0, false);
    }

    static Type varbinary(int length) {
        return new Type(SqlType.VARBINARY, length > 8000 ? 0 : length, 0, false);
    }

    static Type numeric(int precision, int scale) {
        return new Type(SqlType.NUMERIC, precision, scale, false);
    }

    static Type of(Column column) {
        int length = column.type() == SqlType.NUMERIC && column.length() == 0 ? 38 : column.length();
        return new Type(column.type(), length, column.scale(), false);
    }

    /** The type of a bare value, as sql_variant carries it. */
    static Type ofValue(Object value) {
        if (value instanceof String text) {
            return nvarchar(text.length());
        }
        if (value instanceof Long) {
            return BIGINT;
        }
        if (value instanceof Boolean) {
            return BIT;
        }
        if (value instanceof Double) {
            return FLOAT;
        }
        if (value instanceof BigDecimal number) {
            return numeric(Math.max(number.precision(), number.scale()), Math.max(0, number.scale()));
        }
        if (value instanceof LocalDateTime) {
            return DATETIME;
        }
        if (value instanceof UUID) {
            return GUID;
        }
        if (value instanceof byte[] bytes) {
            return varbinary(bytes.length);
        }
        return INT;
    }

    Column column(String name) {
        return new Column(name, sql, Math.max(0, length), scale);
    }

    boolean isText() {
        return sql == SqlType.NVARCHAR || sql == SqlType.VARCHAR;
    }

    boolean isDate() {
        return sql == SqlType.DATETIME || sql == SqlType.DATETIME2;
    }

    boolean isWhole() {
        return switch (sql) {
            case BIT, TINYINT, SMALLINT, INT, BIGINT -> true;
            default -> false;
        };
    }

    boolean isApproximate() {
        return sql == SqlType.FLOAT || sql == SqlType.REAL;
    }

    boolean isNumber() {
        return isWhole() || isApproximate() || sql == SqlType.NUMERIC;
    }

    boolean isBinary() {
        return sql == SqlType.VARBINARY;
    }

    boolean isVariant() {
        return sql == SqlType.SQL_VARIANT;
    }

    /** Where it stands in the order by which two types meet; the higher one wins. */
    int precedence() {
        return switch (sql) {
            case SQL_VARIANT -> 15;
            case DATETIME2 -> 14;
            case DATETIME -> 13;
            case FLOAT -> 12;
            case REAL -> 11;
            case NUMERIC -> 10;
            case BIGINT -> 9;
            case INT -> 8;
            case SMALLINT -> 7;
            case TINYINT -> 6;
            case BIT -> 5;
            case UNIQUEIDENTIFIER -> 4;
            case NVARCHAR -> 3;
            case VARCHAR -> 2;
            case VARBINARY -> 1;
        };
    }

    /** The type in which values of both meet. */
    Type meet(Type other) {
        if (length < 0 || other.length < 0) {
            return length < 0 ? other : this;
        }
        if (sql == other.sql) {
            if (sql == SqlType.NUMERIC) {
                int widest = Math.max(scale, other.scale);
                int whole = Math.max(length - scale, other.length - other.scale);
                return numeric(Math.min(38, whole + widest), widest);
            }
            boolean max = (isText() || isBinary()) && (length == 0 || other.length == 0);
            return new Type(sql, max ? 0 : Math.max(length, other.length), Math.max(scale, other.scale), false);
        }
        Type winner = precedence() > other.precedence() ? this : other;
        Type loser = winner == this ? other : this;
        if (winner.isText() && loser.isText()) {
            boolean max = length == 0 || other.length == 0;
            return new Type(winner.sql, max ? 0 : Math.max(length, other.length), 0, false);
        }
        if (winner.sql == SqlType.NUMERIC && loser.isWhole()) {
            return winner.meet(loser.asNumeric());
        }
        return winner;
    }

    Type asNumeric() {
        return switch (sql) {
            case NUMERIC -> this;
            case BIT -> numeric(1, 0);
            case TINYINT -> numeric(3, 0);
            case SMALLINT -> numeric(5, 0);
            case BIGINT -> numeric(19, 0);
            default -> numeric(10, 0);
        };
    }

    /** As messages call it. */
    String displayName() {
        String name = sql.name().toLowerCase(Locale.ROOT);
        return fixed && isText() ? name.replace("var", "") : name;
    }
}
