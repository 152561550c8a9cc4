package org.failback.lab.tsql;

import java.util.List;

/**
 * What a term is computed against.
 *
 * @param cells values of the columns of this query level
 * @param outer the row of the query around it, or null
 * @param group the rows that were grouped into this one, or null
 */
record Row(Frame frame, Object[] cells, Row outer, List<Row> group) {
    private static final Object[] NOTHING = {};

    static Row root(Frame frame) {
        return new Row(frame, NOTHING, null, null);
    }

    Row inner(Object[] innerCells) {
        return new Row(frame, innerCells, this, null);
    }
}
