package org.failback.lab.tsql;

import java.util.List;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;

/** A table-valued function of the instance. */
public interface TableFunction {
    List<Column> columns();

    List<Object[]> rows(List<Object> args) throws SqlError;
}
