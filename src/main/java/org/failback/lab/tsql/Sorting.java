package org.failback.lab.tsql;

import java.util.List;
import java.util.function.Function;
import org.failback.lab.tds.SqlError;

/** ORDER BY: NULL comes first, equal rows keep their order. */
final class Sorting {
    private Sorting() {}

    /** Carries an error out of a comparator. */
    private static final class Unsortable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SqlError error;

        private Unsortable(SqlError error) {
            super(error);
            this.error = error;
        }
    }

    static <T> void sort(List<T> rows, Function<T, Object[]> keys, List<Queries.SortKey> sort, Frame frame)
            throws SqlError {
        if (sort.isEmpty()) {
            return;
        }
        try {
            rows.sort((a, b) -> compare(keys.apply(a), keys.apply(b), sort, frame));
        } catch (Unsortable e) {
            throw e.error;
        }
    }

    static boolean equal(Object[] left, Object[] right, List<Queries.SortKey> sort, Frame frame) {
        return compare(left, right, sort, frame) == 0;
    }

    private static int compare(Object[] left, Object[] right, List<Queries.SortKey> sort, Frame frame) {
        for (int i = 0; i < sort.size(); i++) {
            int order = compare(left[i], right[i], sort.get(i).term(), frame);
            if (order != 0) {
                return sort.get(i).descending() ? -order : order;
            }
        }
        return 0;
    }

    private static int compare(Object left, Object right, Term term, Frame frame) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        try {
            return Comparison.of(
                    left, term.type(), right, term.type(), ExpressionBinder.collation(List.of(term), frame));
        } catch (SqlError e) {
            throw new Unsortable(e);
        }
    }
}
