package org.failback.lab.server;

import java.util.ArrayList;
import java.util.List;

/** The options of {@code sp_configure}: a value takes effect with RECONFIGURE. */
final class ServerConfiguration {
    /** One option as {@code sys.configurations} shows it. */
    static final class Option {
        private final int id;
        private final String name;
        private final int minimum;
        private final int maximum;
        private final boolean advanced;
        private int value;
        private int inUse;

        Option(int id, String name, int minimum, int maximum, boolean advanced, int value) {
            this.id = id;
            this.name = name;
            this.minimum = minimum;
            this.maximum = maximum;
            this.advanced = advanced;
            this.value = value;
            this.inUse = value;
        }

        int id() {
            return id;
        }

        String name() {
            return name;
        }

        int minimum() {
            return minimum;
        }

        int maximum() {
            return maximum;
        }

        boolean advanced() {
            return advanced;
        }

        int value() {
            return value;
        }

        int inUse() {
            return inUse;
        }

        void set(int newValue) {
            value = newValue;
        }

        void take() {
            inUse = value;
        }
    }

    private final List<Option> options = new ArrayList<>();

    ServerConfiguration() {
        options.add(new Option(518, "show advanced options", 0, 1, false, 0));
        options.add(new Option(1579, "backup compression default", 0, 1, false, 0));
        options.add(new Option(1544, "max server memory (MB)", 16, Integer.MAX_VALUE, true, Integer.MAX_VALUE));
        options.add(new Option(16384, "Agent XPs", 0, 1, true, 1));
        options.add(new Option(16390, "xp_cmdshell", 0, 1, true, 0));
    }

    List<Option> options() {
        return options;
    }

    Option option(String name) {
        return options.stream()
                .filter(option -> option.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    boolean isOn(String name) {
        return option(name).inUse() != 0;
    }
}
