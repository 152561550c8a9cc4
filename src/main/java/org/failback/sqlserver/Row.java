package org.failback.sqlserver;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One row of an answer; columns by name, whatever their case. */
public final class Row {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param values columns in their order; null for NULL */
    public Row(Map<String, Object> values) {
        values.forEach((name, value) -> this.values.put(name.toLowerCase(Locale.ROOT), value));
    }

    boolean isNull(String column) {
        return value(column) == null;
    }

    /** The value as people read it; empty for NULL. */
    String text(String column) {
        Object value = value(column);
        return value == null
                ? ""
                : value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }

    /** 0 for NULL. */
    long number(String column) {
        return value(column) instanceof Number number ? number.longValue() : 0;
    }

    /** Zero for NULL; LSNs have up to 25 digits. */
    BigDecimal decimal(String column) {
        Object value = value(column);
        return value == null ? BigDecimal.ZERO : new BigDecimal(value.toString());
    }

    /** False for NULL: whatever is not said to be so is not so. */
    boolean flag(String column) {
        Object value = value(column);
        return value instanceof Boolean truth ? truth : value instanceof Number number && number.longValue() == 1;
    }

    /** The server's local time; null for NULL. */
    LocalDateTime time(String column) {
        return (LocalDateTime) value(column);
    }

    private Object value(String column) {
        String key = column.toLowerCase(Locale.ROOT);
        if (!values.containsKey(key)) {
            throw new IllegalStateException("the answer has no column " + column + ", only " + values.keySet());
        }
        return values.get(key);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
