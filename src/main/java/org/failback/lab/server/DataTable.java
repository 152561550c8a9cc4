package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Column;

/** A table in memory. A row is never changed in place, so a copy of the list is a snapshot. */
final class DataTable {
    private final String schema;
    private final String name;
    private final List<Column> columns;
    private final List<Object[]> rows;

    DataTable(String schema, String name, List<Column> columns) {
        this(schema, name, List.copyOf(columns), new ArrayList<>());
    }

    private DataTable(String schema, String name, List<Column> columns, List<Object[]> rows) {
        this.schema = schema;
        this.name = name;
        this.columns = columns;
        this.rows = rows;
    }

    DataTable copy() {
        return new DataTable(schema, name, columns, new ArrayList<>(rows));
    }

    String schema() {
        return schema;
    }

    String name() {
        return name;
    }

    List<Column> columns() {
        return columns;
    }

    List<Object[]> rows() {
        return rows;
    }

    void add(Object... row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns, not " + row.length);
        }
        rows.add(row);
    }

    int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    static String key(String schema, String name) {
        return (schema + "." + name).toLowerCase(Locale.ROOT);
    }
}
