package org.failback.lab.tds;

/**
 * A column of a result set.
 *
 * @param length characters for text, bytes for binary; 0 means {@code max}
 * @param scale digits after the point for numeric and datetime2
 */
public record Column(String name, SqlType type, int length, int scale) {
    public static Column of(String name, SqlType type) {
        return new Column(name, type, 0, 0);
    }
}
