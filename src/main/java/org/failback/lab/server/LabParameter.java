package org.failback.lab.server;

/**
 * A parameter of a procedure of the lab.
 *
 * @param name without {@code @}
 * @param otherwise its value when it is left out; null when it must be given
 */
public record LabParameter(String name, String otherwise) {
    /** One that must be given. */
    public static LabParameter required(String name) {
        return new LabParameter(name, null);
    }

    /** One that may be left out. */
    public static LabParameter optional(String name, Object otherwise) {
        return new LabParameter(name, otherwise.toString());
    }

    boolean isRequired() {
        return otherwise == null;
    }

    /** As a declaration shows it: {@code @times = 1}. */
    @Override
    public String toString() {
        if (isRequired()) {
            return "@" + name;
        }
        boolean number = otherwise.matches("-?\\d+(\\.\\d+)?");
        return "@" + name + " = " + (number ? otherwise : "N'" + otherwise.replace("'", "''") + "'");
    }
}
