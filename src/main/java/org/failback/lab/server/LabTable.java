package org.failback.lab.server;

import java.util.List;
import java.util.function.Supplier;
import org.failback.lab.tds.Column;
import org.failback.lab.tsql.Table;

/**
 * A table of the database {@code lab} that is computed whenever somebody reads it.
 *
 * @param name without schema, which is dbo
 * @param rows values as the columns say
 */
public record LabTable(String name, List<Column> columns, Supplier<List<Object[]>> rows) {
    Table now() {
        return new View.Snapshot(columns, rows.get());
    }
}
