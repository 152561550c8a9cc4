package org.failback.lab.tsql;

import org.failback.lab.tds.SqlError;

/** An expression whose names have been resolved. Equal terms compute the same; GROUP BY relies on that. */
interface Term {
    Type type();

    Object value(Row row) throws SqlError;
}
