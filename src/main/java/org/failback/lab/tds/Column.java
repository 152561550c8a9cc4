package org.failback.lab.tds;

/**
 * A column of a result set.
 *
 * @param length characters for text, bytes for binary, where 0 means {@code max}; the precision for numeric, where 0
 *     means 38
 * @param scale digits after the point for numeric and datetime2
 */
public record Column(String name, SqlType type, int length, int scale) {
    /** A column of the type's widest form: {@code max}, {@code numeric(38,0)}, {@code datetime2(7)}. */
    public static Column of(String name, SqlType type) {
        return new Column(name, type, 0, type == SqlType.DATETIME2 ? 7 : 0);
    }
}
