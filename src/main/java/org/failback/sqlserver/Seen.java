package org.failback.sqlserver;

import java.util.LinkedHashMap;
import java.util.Map;

/** Evidence in the order in which people read it. */
final class Seen {
    private Seen() {}

    /** @param labelsAndValues a label, its value, the next label … */
    static Map<String, String> of(String... labelsAndValues) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            seen.put(labelsAndValues[i], labelsAndValues[i + 1]);
        }
        return seen;
    }
}
