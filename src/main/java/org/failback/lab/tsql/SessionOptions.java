package org.failback.lab.tsql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The SET options of a session, with the values a driver's login leaves them at. */
final class SessionOptions {
    private static final Map<String, Boolean> AFTER_LOGIN = Map.ofEntries(
            Map.entry("ANSI_NULLS", true),
            Map.entry("ANSI_NULL_DFLT_ON", true),
            Map.entry("ANSI_PADDING", true),
            Map.entry("ANSI_WARNINGS", true),
            Map.entry("ARITHABORT", false),
            Map.entry("CONCAT_NULL_YIELDS_NULL", true),
            Map.entry("QUOTED_IDENTIFIER", true),
            Map.entry("IMPLICIT_TRANSACTIONS", false),
            Map.entry("NOCOUNT", false),
            Map.entry("XACT_ABORT", false));
    private final Map<String, Boolean> switches = new HashMap<>(AFTER_LOGIN);
    private int lockTimeout = -1;

    boolean isOn(String option) {
        return switches.getOrDefault(option.toUpperCase(Locale.ROOT), false);
    }

    void set(String option, boolean on) {
        switches.put(option.toUpperCase(Locale.ROOT), on);
    }

    int lockTimeout() {
        return lockTimeout;
    }

    void lockTimeout(int millis) {
        lockTimeout = millis;
    }

    /** What a nested scope must put back when it ends. */
    SessionOptions copy() {
        SessionOptions copy = new SessionOptions();
        copy.takeFrom(this);
        return copy;
    }

    void takeFrom(SessionOptions other) {
        switches.clear();
        switches.putAll(other.switches);
        lockTimeout = other.lockTimeout;
    }

    void reset() {
        takeFrom(new SessionOptions());
    }
}
