package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** A table whose rows are in memory: temporary tables, table variables, and the user tables of a server. */
public final class MemoryTable implements Table {
    private final List<ColumnDefinition> definitions;
    private final List<Column> columns;
    private final List<List<Integer>> keys;
    private RowList rows;
    private long lastIdentity;

    /** @param keys for each primary key or unique constraint the ordinals of its columns, from 0 */
    public MemoryTable(List<ColumnDefinition> definitions, List<List<Integer>> keys) {
        this(definitions, keys, RowList.EMPTY, 0);
    }

    private MemoryTable(List<ColumnDefinition> definitions, List<List<Integer>> keys, RowList rows, long lastIdentity) {
        this.definitions = List.copyOf(definitions);
        this.columns = definitions.stream().map(ColumnDefinition::column).toList();
        this.keys = List.copyOf(keys);
        this.rows = rows;
        this.lastIdentity = lastIdentity;
    }

    /** A table of nullable columns without keys. */
    public static MemoryTable of(Column... columns) {
        return new MemoryTable(
                java.util.Arrays.stream(columns).map(ColumnDefinition::of).toList(), List.of());
    }

    /** A table that starts with the same rows and goes its own way, as a restored database does. */
    public synchronized MemoryTable copy() {
        return new MemoryTable(definitions, keys, rows, lastIdentity);
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public List<ColumnDefinition> definitions() {
        return definitions;
    }

    @Override
    public synchronized List<Object[]> rows() {
        return rows;
    }

    @Override
    public synchronized long nextIdentity() {
        return ++lastIdentity;
    }

    @Override
    public synchronized void insert(List<Object[]> added) throws SqlError {
        replaceBy(rows.and(added));
    }

    @Override
    public synchronized void update(Map<Object[], Object[]> replacements) throws SqlError {
        List<Object[]> next = new ArrayList<>(rows);
        next.replaceAll(row -> replacements.getOrDefault(row, row));
        replaceBy(RowList.of(next));
    }

    @Override
    public synchronized void delete(Collection<Object[]> removed) {
        Set<Object[]> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.addAll(removed);
        List<Object[]> next = new ArrayList<>(rows);
        next.removeIf(gone::contains);
        rows = RowList.of(next);
    }

    private void replaceBy(RowList next) throws SqlError {
        for (List<Integer> key : keys) {
            Uniqueness.check(next, key);
        }
        rows = next;
    }
}
