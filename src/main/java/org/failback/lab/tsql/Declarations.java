package org.failback.lab.tsql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.failback.lab.tds.SqlError;

/** What a batch has declared and named so far while it is parsed. */
final class Declarations {
    private final Set<String> scalars = new HashSet<>();
    private final Set<String> tables = new HashSet<>();
    private final Set<String> databases = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    void scalar(String name) throws SqlError {
        if (tables.contains(key(name)) || !scalars.add(key(name))) {
            throw twice(name);
        }
    }

    void table(String name) throws SqlError {
        if (scalars.contains(key(name)) || !tables.add(key(name))) {
            throw twice(name);
        }
    }

    void requireScalar(Token token) throws SqlError {
        if (!scalars.contains(key(token.text()))) {
            throw new SqlError(137, 15, 2, "Must declare the scalar variable \"" + token.text() + "\".");
        }
    }

    void requireTable(Token token) throws SqlError {
        if (!tables.contains(key(token.text()))) {
            throw new SqlError(1087, 15, 2, "Must declare the table variable \"" + token.text() + "\".");
        }
    }

    /** A table or function was named with its database. */
    void named(ObjectName name) {
        if (!name.database().isEmpty()) {
            databases.add(name.database());
        }
    }

    /** The databases of all three-part names. */
    Set<String> databases() {
        return databases;
    }

    private static SqlError twice(String name) {
        return new SqlError(
                134,
                15,
                1,
                "The variable name '" + name
                        + "' has already been declared. Variable names must be unique within a query batch or stored"
                        + " procedure.");
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
