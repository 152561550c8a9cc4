package org.failback.lab.tsql;

import org.failback.lab.tds.SqlError;

/** A condition whose names have been resolved. */
interface Condition {
    Truth value(Row row) throws SqlError;
}
