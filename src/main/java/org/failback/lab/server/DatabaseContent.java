package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failback.lab.tsql.MemoryTable;

/** What lies in the pages of a database: its tables and its users. A backup carries a copy of it. */
final class DatabaseContent {
    private final Map<String, UserTable> tables = new LinkedHashMap<>();
    private final List<DatabaseUser> users = new ArrayList<>();
    /** Pages no checksum of which holds; they travel with a backup that was taken without CHECKSUM. */
    private boolean corrupt;

    private int created;

    DatabaseContent copy() {
        DatabaseContent copy = new DatabaseContent();
        tables.forEach((key, table) -> copy.tables.put(key, table.copy()));
        copy.users.addAll(users);
        copy.corrupt = corrupt;
        copy.created = created;
        return copy;
    }

    UserTable table(String schema, String name) {
        return tables.get(UserTable.key(schema, name));
    }

    MemoryTable add(String schema, String name, LocalDateTime at, MemoryTable data) {
        int objectId = 245575913 + 16 * ++created;
        tables.put(UserTable.key(schema, name), new UserTable(objectId, schema, name, at, data));
        return data;
    }

    void put(UserTable table) {
        tables.put(UserTable.key(table.schema(), table.name()), table);
    }

    void remove(UserTable table) {
        tables.remove(UserTable.key(table.schema(), table.name()));
    }

    Collection<UserTable> tables() {
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
