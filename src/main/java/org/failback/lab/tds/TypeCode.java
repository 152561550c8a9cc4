package org.failback.lab.tds;

/** Data type tokens (MS-TDS 2.2.5.4). */
final class TypeCode {
    static final int NULL = 0x1F;
    static final int IMAGE = 0x22;
    static final int TEXT = 0x23;
    static final int UNIQUEIDENTIFIER = 0x24;
    static final int INTN = 0x26;
    static final int DATE = 0x28;
    static final int TIME = 0x29;
    static final int DATETIME2 = 0x2A;
    static final int DATETIMEOFFSET = 0x2B;
    static final int TINYINT = 0x30;
    static final int BIT = 0x32;
    static final int SMALLINT = 0x34;
    static final int INT = 0x38;
    static final int SMALLDATETIME = 0x3A;
    static final int REAL = 0x3B;
    static final int MONEY = 0x3C;
    static final int DATETIME = 0x3D;
    static final int FLOAT = 0x3E;
    static final int VARIANT = 0x62;
    static final int NTEXT = 0x63;
    static final int BITN = 0x68;
    static final int DECIMALN = 0x6A;
    static final int NUMERICN = 0x6C;
    static final int FLTN = 0x6D;
    static final int MONEYN = 0x6E;
    static final int DATETIMN = 0x6F;
    static final int SMALLMONEY = 0x7A;
    static final int BIGINT = 0x7F;
    static final int BIGVARBINARY = 0xA5;
    static final int BIGVARCHAR = 0xA7;
    static final int BIGBINARY = 0xAD;
    static final int BIGCHAR = 0xAF;
    static final int NVARCHAR = 0xE7;
    static final int NCHAR = 0xEF;
    static final int UDT = 0xF0;
    static final int XML = 0xF1;
    static final int TABLE = 0xF3;

    private TypeCode() {}

    /** What to call a type that the lab refuses. */
    static String nameOf(int code) {
        return switch (code) {
            case DATE -> "date";
            case TIME -> "time";
            case DATETIMEOFFSET -> "datetimeoffset";
            case VARIANT -> "sql_variant";
            case UDT -> "a CLR type";
            case XML -> "xml";
            case TABLE -> "a table-valued type";
            default -> "the type with the token 0x" + Integer.toHexString(code);
        };
    }
}
