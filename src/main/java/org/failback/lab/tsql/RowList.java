package org.failback.lab.tsql;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.RandomAccess;

/**
 * Rows that never change once they can be read. Adding gives a longer list on the same array where there is room, so
 * that a table filled row by row is not copied for each of them.
 */
final class RowList extends AbstractList<Object[]> implements RandomAccess {
    static final RowList EMPTY = new RowList(new Object[0][], 0);

    private final Object[][] array;
    private final int size;
    private boolean extended;

    private RowList(Object[][] array, int size) {
        this.array = array;
        this.size = size;
    }

    static RowList of(Collection<Object[]> rows) {
        return new RowList(rows.toArray(Object[][]::new), rows.size());
    }

    /** These rows and then others; this list stays as it is. */
    synchronized RowList and(Collection<Object[]> added) {
        int wanted = size + added.size();
        // The room behind this list can be given away only once: whoever comes later has a history of its own.
        boolean room = !extended && wanted <= array.length;
        Object[][] target = room ? array : Arrays.copyOf(array, Math.max(wanted, size + size / 2));
        int at = size;
        for (Object[] row : added) {
            target[at++] = row;
        }
        extended |= room;
        return new RowList(target, wanted);
    }

    @Override
    public Object[] get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return array[index];
    }

    @Override
    public int size() {
        return size;
    }
}
