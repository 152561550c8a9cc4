package org.failback.lab.server;

import java.util.List;
import org.failback.lab.tds.SqlError;

/** What a function of the modelled instances was called with. */
record Arguments(String function, List<Object> values) {
    /** @throws SqlError 313 or 8144 where it is not this many */
    Arguments demand(int count) throws SqlError {
        if (values.size() < count) {
            throw Errors.of(313, function);
        }
        if (values.size() > count) {
            throw Errors.of(8144, function);
        }
        return this;
    }

    boolean anyNull() {
        return values.stream().anyMatch(java.util.Objects::isNull);
    }

    /** @throws SqlError 245 or 8114 where the value is no whole number */
    long whole(int index) throws SqlError {
        Object value = values.get(index);
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof String text) {
            try {
                return Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                throw Errors.of(245, "varchar", text, "bigint");
            }
        }
        throw Errors.of(8114, value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), "bigint");
    }
}
