package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.Table;

/**
 * The shape of a catalog view: its columns, each with how its value is taken from what the row stands for.
 *
 * @param <T> what one row stands for
 */
final class View<T> {
    private final List<Column> columns = new ArrayList<>();
    private final List<Function<T, Object>> values = new ArrayList<>();

    View<T> text(String name, Function<T, Object> value) {
        return add(new Column(name, SqlType.NVARCHAR, 128, 0), value);
    }

    View<T> text(String name, int length, Function<T, Object> value) {
        return add(new Column(name, SqlType.NVARCHAR, length, 0), value);
    }

    View<T> longText(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.NVARCHAR), value);
    }

    View<T> integer(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.INT), value);
    }

    View<T> tiny(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.TINYINT), value);
    }

    View<T> small(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.SMALLINT), value);
    }

    View<T> big(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.BIGINT), value);
    }

    View<T> real(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.REAL), value);
    }

    View<T> bit(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.BIT), value);
    }

    View<T> time(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.DATETIME), row -> ticks((LocalDateTime) value.apply(row)));
    }

    /** A datetime has steps of a three-hundredth of a second, shown as .000, .003 and .007. */
    private static LocalDateTime ticks(LocalDateTime exact) {
        if (exact == null) {
            return null;
        }
        long ticks = Math.round(exact.getNano() * 3.0 / 1e7);
        return exact.withNano(0).plusNanos(Math.round(ticks * 10 / 3.0) * 1_000_000);
    }

    View<T> guid(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.UNIQUEIDENTIFIER), value);
    }

    View<T> lsn(String name, Function<T, Object> value) {
        return add(new Column(name, SqlType.NUMERIC, 25, 0), row -> {
            Object found = value.apply(row);
            return found == null ? null : java.math.BigDecimal.valueOf((Long) found);
        });
    }

    View<T> binary(String name, int length, Function<T, Object> value) {
        return add(new Column(name, SqlType.VARBINARY, length, 0), value);
    }

    View<T> variant(String name, Function<T, Object> value) {
        return add(Column.of(name, SqlType.SQL_VARIANT), value);
    }

    private View<T> add(Column column, Function<T, Object> value) {
        columns.add(column);
        values.add(value);
        return this;
    }

    List<Column> columns() {
        return List.copyOf(columns);
    }

    Object[] row(T source) {
        return values.stream().map(value -> value.apply(source)).toArray();
    }

    /** The rows as they are now, for good. */
    Table of(Collection<? extends T> sources) {
        List<Column> shape = columns();
        List<Object[]> rows = sources.stream().map(source -> row(source)).toList();
        return new Snapshot(shape, rows);
    }

    /** A catalog view's rows at one moment. */
    record Snapshot(List<Column> columns, List<Object[]> rows) implements Table {}
}
