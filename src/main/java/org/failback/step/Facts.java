package org.failback.step;

import java.util.Map;

/** Values for the placeholders of commands; an unknown one reads {@code {name}}. */
public final class Facts {
    /** The run's id; part of every name that we give to anything. */
    public static final String RUN = "run";
    /** Counts how often people let the step begin anew, from 1; never known when a gate shows the commands. */
    public static final String ATTEMPT = "attempt";

    private final Map<String, String> values;

    private Facts(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** What the plan is rendered with. */
    public static Facts none() {
        return new Facts(Map.of());
    }

    public static Facts of(Map<String, String> values) {
        return new Facts(values);
    }

    public String get(String name) {
        return values.getOrDefault(name, "{" + name + "}");
    }

    public boolean knows(String name) {
        return values.containsKey(name);
    }
}
