package org.failback.lab.tsql;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What stood after WITH in a BACKUP or RESTORE, variables replaced by their values. */
public final class Options {
    private static final Object PRESENT = "";
    private final Map<With, Object> values;

    /** @param values each option with its value; an empty string where it takes none */
    public Options(Map<With, Object> values) {
        this.values = values.isEmpty() ? new EnumMap<>(With.class) : new EnumMap<>(values);
    }

    static Object present() {
        return PRESENT;
    }

    public boolean has(With option) {
        return values.containsKey(option);
    }

    /** The value of {@code NAME = N'x'}; empty when the option is missing. */
    public Optional<String> text(With option) {
        return Optional.ofNullable(values.get(option)).map(Object::toString);
    }

    /** The value of {@code STATS = 5}; bare {@code STATS} is 10. */
    public OptionalInt number(With option) {
        return values.get(option) instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
