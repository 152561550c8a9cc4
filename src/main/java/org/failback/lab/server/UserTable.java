package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.Locale;
import org.failback.lab.tsql.MemoryTable;

/** A table of a database with its place and its {@code object_id}. */
record UserTable(int objectId, String schema, String name, LocalDateTime created, MemoryTable data) {
    UserTable copy() {
        return new UserTable(objectId, schema, name, created, data.copy());
    }

    static String key(String schema, String name) {
        return (schema + "." + name).toLowerCase(Locale.ROOT);
    }
}
