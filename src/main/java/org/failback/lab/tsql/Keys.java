package org.failback.lab.tsql;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values in the form in which DISTINCT, GROUP BY and UNION find them equal; NULL equals NULL there. */
final class Keys {
    private Keys() {}

    static Object of(Object value, Collation collation) {
        if (value instanceof String text) {
            String stripped = text.stripTrailing();
            return collation.caseSensitive() ? stripped : stripped.toUpperCase(Locale.ROOT);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    static List<Object> of(Object[] values, Collation collation) {
        List<Object> keys = new ArrayList<>(values.length);
        for (Object value : values) {
            keys.add(of(value, collation));
        }
        return keys;
    }
}
