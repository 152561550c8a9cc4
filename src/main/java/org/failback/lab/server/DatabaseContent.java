package org.failback.lab.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What lies in the pages of a database: its tables and its users. A backup carries a copy of it. */
final class DatabaseContent {
    private final Map<String, DataTable> tables = new LinkedHashMap<>();
    private final List<DatabaseUser> users = new ArrayList<>();
    /** Pages no checksum of which holds; they travel with a backup that was taken without CHECKSUM. */
    private boolean corrupt;

    DatabaseContent copy() {
        DatabaseContent copy = new DatabaseContent();
        tables.forEach((key, table) -> copy.tables.put(key, table.copy()));
        copy.users.addAll(users);
        copy.corrupt = corrupt;
        return copy;
    }

    DataTable table(String schema, String name) {
        return tables.get(DataTable.key(schema, name));
    }

    DataTable add(DataTable table) {
        tables.put(DataTable.key(table.schema(), table.name()), table);
        return table;
    }

    Collection<DataTable> tables() {
        return tables.values();
    }

    List<DatabaseUser> users() {
        return users;
    }

    boolean isCorrupt() {
        return corrupt;
    }

    void setCorrupt(boolean value) {
        corrupt = value;
    }
}
