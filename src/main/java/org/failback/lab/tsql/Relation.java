package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.SqlError;

/** Rows with named columns: a table, a join, a query. */
interface Relation {
    /**
     * A column of a relation.
     *
     * @param qualifier alias or table name, or an empty string
     * @param source set on the hidden column that holds the row itself, so that it can be changed; null on others
     */
    record Field(String qualifier, String name, Type type, Source source) {
        boolean hidden() {
            return source != null;
        }
    }

    /** The table that a row came from. */
    record Source(ObjectName name, Table table, boolean variable) {}

    List<Field> fields();

    /** @param outer the row of the query around it */
    List<Object[]> rows(Row outer) throws SqlError;
}
