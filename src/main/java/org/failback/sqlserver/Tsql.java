package org.failback.sqlserver;

/** The only way in which a name or a value reaches T-SQL text. */
final class Tsql {
    private static final int LONGEST_NAME = 128;
    private static final String AGENT_TOKEN = "$(";

    private Tsql() {}

    /**
     * A Unicode literal.
     *
     * @throws IllegalArgumentException for control characters, which no name of ours holds
     */
    static String literal(String value) {
        return "N'" + printable(value).replace("'", "''") + "'";
    }

    /** A quoted identifier. */
    static String name(String identifier) {
        if (identifier.isEmpty() || identifier.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a SQL Server name has 1 to 128 characters, not " + identifier.length() + ": " + identifier);
        }
        return "[" + printable(identifier).replace("]", "]]") + "]";
    }

    /**
     * The text of a job step as a literal. SQL Server Agent would replace {@code $(…)} in it, whoever wrote it there.
     */
    static String jobStep(String text) {
        if (text.contains(AGENT_TOKEN)) {
            throw new IllegalArgumentException(
                    "SQL Server Agent replaces \"$(\" in a job step, so no file, server or login name may hold it: "
                            + text);
        }
        printable(text.replace("\n", ""));
        return "N'" + text.replace("'", "''") + "'";
    }

    /** Raises an error with this text; it never has arguments, so a percent sign stands for itself. */
    static String raise(String text) {
        return "RAISERROR(" + literal(text.replace("%", "%%")) + ", 16, 1);";
    }

    /** A path inside double quotes of a command line that cmd.exe reads. */
    static String path(String path) {
        for (char forbidden : "\"%!^&|<>".toCharArray()) {
            if (path.indexOf(forbidden) >= 0) {
                throw new IllegalArgumentException(
                        "a path on a command line must not hold \"" + forbidden + "\": " + path);
            }
        }
        return "\"" + printable(path) + "\"";
    }

    private static String printable(String value) {
        boolean control = value.chars().anyMatch(Character::isISOControl);
        boolean broken = value.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        if (control || broken) {
            throw new IllegalArgumentException("control characters and half characters never become T-SQL");
        }
        return value;
    }
}
