package org.failback.lab.server;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The options of a database that hold one word, by the names that ALTER DATABASE and the catalog use. */
final class DatabaseOptions {
    static final String BROKER = "ENABLE_BROKER";
    static final String TRUSTWORTHY = "TRUSTWORTHY";
    static final String CHAINING = "DB_CHAINING";
    static final String AUTO_CLOSE = "AUTO_CLOSE";
    static final String AUTO_SHRINK = "AUTO_SHRINK";
    static final String READ_ONLY = "READ_ONLY";
    static final String PAGE_VERIFY = "PAGE_VERIFY";
    static final String COMPATIBILITY = "COMPATIBILITY_LEVEL";
    private final Map<String, String> values = new LinkedHashMap<>();

    DatabaseOptions() {
        values.put(PAGE_VERIFY, "CHECKSUM");
        values.put(COMPATIBILITY, "100");
    }

    DatabaseOptions copy() {
        DatabaseOptions copy = new DatabaseOptions();
        copy.values.putAll(values);
        return copy;
    }

    boolean isOn(String option) {
        return "ON".equals(values.get(option));
    }

    void set(String option, boolean on) {
        values.put(option, on ? "ON" : "OFF");
    }

    void set(String option, String value) {
        values.put(option, value.toUpperCase(Locale.ROOT));
    }

    String get(String option) {
        return values.get(option);
    }
}
