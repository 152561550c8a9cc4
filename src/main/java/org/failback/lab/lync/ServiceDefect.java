package org.failback.lab.lync;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be wrong with a Windows service. */
public enum ServiceDefect {
    NONE,
    /** It is not installed: no cmdlet shows it. */
    MISSING,
    /** Its start type is Disabled. */
    DISABLED,
    REFUSES_TO_STOP,
    REFUSES_TO_START;

    /** As {@code refuses-to-stop}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ServiceDefect> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.toString().equalsIgnoreCase(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(ServiceDefect::toString).toList();
    }

    boolean forbids(boolean run) {
        return switch (this) {
            case NONE -> false;
            case MISSING -> true;
            case DISABLED, REFUSES_TO_START -> run;
            case REFUSES_TO_STOP -> !run;
        };
    }

    CmdletError error(String service, boolean run) {
        String cmdlet = (run ? "Start" : "Stop") + "-CsWindowsService";
        String why = this == MISSING ? "Service " + service + " was not found on computer." : words(service, run);
        return new CmdletError("System.InvalidOperationException", "InvalidOperationException," + cmdlet, why);
    }

    private static String words(String service, boolean run) {
        return "Cannot " + (run ? "start" : "stop") + " service " + service + " on computer '.'.";
    }
}
