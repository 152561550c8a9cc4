package org.failback.lab.lync;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a script's answer on its way out; the script has done its work by then. */
public enum Garble {
    /** No answer, exit code 0. */
    NOTHING,
    /** The first half of the answer. */
    TRUNCATED,
    /** Bytes that are no text, within the marks of an answer. */
    GARBAGE,
    /** An answer that is no JSON. */
    NOT_JSON,
    /** The answer to what somebody else asked. */
    OTHER_RUN,
    /** The answer amid much else, with letters of several bytes. */
    NOISE,
    /** The shell may use less memory than the module needs ({@code MaxMemoryPerShellMB}): it ends without an answer. */
    OUT_OF_MEMORY;

    /** As {@code not-json}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Garble> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.toString().equalsIgnoreCase(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Garble::toString).toList();
    }
}
