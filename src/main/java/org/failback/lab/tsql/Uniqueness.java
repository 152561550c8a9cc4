package org.failback.lab.tsql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failback.lab.tds.SqlError;

/** The check behind a primary key or a unique constraint. */
final class Uniqueness {
    private Uniqueness() {}

    static void check(List<Object[]> rows, List<Integer> key) throws SqlError {
        Set<List<Object>> seen = new HashSet<>();
        for (Object[] row : rows) {
            List<Object> values = new ArrayList<>();
            for (int ordinal : key) {
                Object value = row[ordinal];
                values.add(value instanceof String text ? text.stripTrailing().toUpperCase(Locale.ROOT) : value);
            }
            if (!seen.add(values)) {
                throw new SqlError(
                        2627, 14, 1, "Violation of PRIMARY KEY or UNIQUE constraint. Cannot insert duplicate key.");
            }
        }
    }
}
