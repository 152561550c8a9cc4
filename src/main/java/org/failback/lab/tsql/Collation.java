package org.failback.lab.tsql;

import java.util.Locale;

/** The part of a collation the lab honours: its name, and whether case counts. */
public record Collation(String name, boolean caseSensitive) {
    public static final Collation DEFAULT = new Collation("SQL_Latin1_General_CP1_CI_AS", false);

    /** Reads case sensitivity off the name ({@code _CS_}, {@code _BIN}, {@code _BIN2}). */
    public static Collation named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return new Collation(name, upper.contains("_CS") || upper.contains("_BIN"));
    }

    /** Compares as {@code =} and {@code <} do: blanks at the end do not count. */
    public int compare(String left, String right) {
        String a = left.stripTrailing();
        String b = right.stripTrailing();
        int folded = a.compareToIgnoreCase(b);
        return folded == 0 && caseSensitive ? a.compareTo(b) : folded;
    }

    /** Whether two names mean the same object. */
    public boolean sameName(String left, String right) {
        return caseSensitive ? left.equals(right) : left.equalsIgnoreCase(right);
    }
}
