package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Options of a database that decide whether an application that served from one server can serve from another. RESTORE
 * switches broker and trust off; the others come along with the backup.
 */
record Options(
        boolean broker,
        boolean trustworthy,
        boolean chaining,
        String compatibility,
        String collation,
        String pageVerify) {
    private static final String SWITCH = "(?:ON|OFF)";
    private static final Pattern FORM = Pattern.compile("(?:ENABLE|DISABLE)_BROKER, TRUSTWORTHY " + SWITCH
            + ", DB_CHAINING " + SWITCH + "|\\{options(?:-on-backup)?}");

    static Options of(Row row) {
        return new Options(
                row.flag("is_broker_enabled"),
                row.flag("is_trustworthy_on"),
                row.flag("is_db_chaining_on"),
                row.text("compatibility_level"),
                row.text("collation_name"),
                row.text("page_verify_option_desc"));
    }

    /** Those that ALTER DATABASE sets, as it takes them. */
    String settable() {
        return (broker ? "ENABLE" : "DISABLE") + "_BROKER, TRUSTWORTHY " + onOff(trustworthy) + ", DB_CHAINING "
                + onOff(chaining);
    }

    /** The fact as it may stand in ALTER DATABASE, or the placeholder while it is not known. */
    static String checked(String fact) {
        if (!FORM.matcher(fact).matches()) {
            throw new IllegalArgumentException("these are no options of a database: " + fact);
        }
        return fact;
    }

    /** Those that come with a backup and differ all the same. */
    List<String> differencesFrom(Options expected) {
        List<String> differences = new ArrayList<>();
        note(differences, "compatibility level", compatibility, expected.compatibility);
        note(differences, "page verify", pageVerify, expected.pageVerify);
        // A database that is not started has no collation to show.
        if (!expected.collation.isEmpty()) {
            note(differences, "collation", collation, expected.collation);
        }
        return differences;
    }

    private static void note(List<String> differences, String what, String here, String there) {
        if (!here.equals(there)) {
            differences.add(what + " is " + here + " instead of " + there);
        }
    }

    private static String onOff(boolean on) {
        return on ? "ON" : "OFF";
    }
}
