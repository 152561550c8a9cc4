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
    private Corruption corruption;
    private String encryptor = "";
    private String compressedObject = "";
    private int created;

    DatabaseContent copy() {
        DatabaseContent copy = new DatabaseContent();
        tables.forEach((key, table) -> copy.tables.put(key, table.copy()));
        copy.users.addAll(users);
        copy.corruption = corruption;
        copy.encryptor = encryptor;
        copy.compressedObject = compressedObject;
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

    /** What is wrong with the pages; null for nothing. */
    Corruption corruption() {
        return corruption;
    }

    void corrupt(Corruption kind) {
        corruption = kind;
    }

    /** Whether a page's checksum does not hold. */
    boolean hasBadChecksum() {
        return corruption == Corruption.PAGES || corruption == Corruption.READ;
    }

    /** Thumbprint of the certificate whose key the pages are encrypted with, as 40 hexadecimal digits; empty for none. */
    String encryptor() {
        return encryptor;
    }

    void encrypt(String thumbprint) {
        encryptor = thumbprint;
    }

    /** An object with compressed pages, which only some editions can read; empty for none. */
    String compressedObject() {
        return compressedObject;
    }

    void compress(String object) {
        compressedObject = object;
    }
}
