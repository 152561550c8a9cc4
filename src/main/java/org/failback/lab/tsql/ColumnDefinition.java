package org.failback.lab.tsql;

import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/**
 * A column of a table that can be written.
 *
 * @param column name and type
 * @param nullable whether NULL may stand in it
 * @param identity whether the table numbers it itself
 * @param defaultValue what an INSERT without it puts there
 */
public record ColumnDefinition(Column column, boolean nullable, boolean identity, Default defaultValue) {
    /** The value of a DEFAULT clause, computed anew for every row. */
    @FunctionalInterface
    public interface Default {
        Object value() throws SqlError;
    }

    public static ColumnDefinition of(Column column) {
        return new ColumnDefinition(column, true, false, () -> null);
    }
}
