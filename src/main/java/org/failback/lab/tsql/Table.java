package org.failback.lab.tsql;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** Something that can stand after FROM. A catalog view implements the first two methods only. */
public interface Table {
    List<Column> columns();

    /**
     * The rows as they are now; each value as the column's type says. Nobody changes an array once it was handed out, so
     * a row is known by its identity.
     */
    List<Object[]> rows() throws SqlError;

    /** What may be written into its columns; empty for what cannot be written to. */
    default List<ColumnDefinition> definitions() {
        return List.of();
    }

    /** The next value of the identity column; not given back by a rollback. */
    default long nextIdentity() {
        throw new IllegalStateException("no identity column");
    }

    /** Adds rows that have been converted and checked against {@link #definitions()}. */
    default void insert(List<Object[]> rows) throws SqlError {
        throw new SqlError(259, 16, 1, "Ad hoc updates to system catalogs are not allowed.");
    }

    /** Replaces rows by their identity; the map is an {@link java.util.IdentityHashMap}. */
    default void update(Map<Object[], Object[]> replacements) throws SqlError {
        throw new SqlError(259, 16, 1, "Ad hoc updates to system catalogs are not allowed.");
    }

    /** Removes rows by their identity. */
    default void delete(Collection<Object[]> rows) throws SqlError {
        throw new SqlError(259, 16, 1, "Ad hoc updates to system catalogs are not allowed.");
    }
}
