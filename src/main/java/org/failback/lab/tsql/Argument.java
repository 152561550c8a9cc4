package org.failback.lab.tsql;

import org.failback.lab.tds.SqlType;

/** An argument of a procedure call; an OUTPUT one takes a value back. */
public final class Argument {
    private final String name;
    private final SqlType type;
    private final boolean output;
    private final boolean defaulted;
    private Object value;

    public Argument(String name, SqlType type, Object value, boolean output, boolean defaulted) {
        this.name = name;
        this.type = type;
        this.value = value;
        this.output = output;
        this.defaulted = defaulted;
    }

    /** With its {@code @}, or an empty string when it was given by position. */
    public String name() {
        return name;
    }

    public SqlType type() {
        return type;
    }

    /** As {@link SqlType} says, null for NULL; after {@link #returns} what was returned. */
    public Object value() {
        return value;
    }

    public boolean output() {
        return output;
    }

    /** Whether the keyword DEFAULT stood in its place. */
    public boolean defaulted() {
        return defaulted;
    }

    /** Hands a value back; without OUTPUT on the caller's side it goes nowhere, as on SQL Server. */
    public void returns(Object returned) {
        value = returned;
    }
}
