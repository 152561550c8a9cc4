package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failback.estate.SqlInstance;
import org.failback.step.Finding;

/**
 * What the login that looks may see. Without these rights the server does not refuse: it answers NULL, which reads like
 * "not mirrored".
 */
record Privileges(boolean sysadmin, List<String> missing) {
    private static final Map<String, String> NEEDED = Map.of(
            "view_server_state", "VIEW SERVER STATE",
            "view_any_database", "VIEW ANY DATABASE",
            "view_any_definition", "VIEW ANY DEFINITION",
            "create_any_database", "CREATE ANY DATABASE (RESTORE HEADERONLY asks for it)",
            "select_msdb", "SELECT in msdb (role db_datareader)");

    static Privileges of(Inquiry inquiry) {
        Row row = inquiry.ask(Lookup.PRIVILEGES).get(0);
        boolean sysadmin = row.flag("sysadmin");
        List<String> missing = new ArrayList<>();
        if (!sysadmin) {
            NEEDED.keySet().stream()
                    .sorted()
                    .filter(column -> !row.flag(column))
                    .forEach(column -> missing.add(NEEDED.get(column)));
        }
        return new Privileges(sysadmin, missing);
    }

    /** BLOCKED where a look would mistake missing rights for facts. */
    static Optional<Finding> objection(Inquiry inquiry, SqlInstance instance) {
        Privileges privileges = of(inquiry);
        if (privileges.missing().isEmpty()) {
            return Optional.empty();
        }
        String missing = String.join(", ", privileges.missing());
        return Optional.of(Finding.blocked(
                "The login " + instance.look().user() + " cannot see enough of " + instance.serverName() + ": it lacks "
                        + missing + ".",
                "Grant it " + missing + " on " + instance.serverName() + ", then try again.",
                "DBA",
                Map.of("missing rights", missing)));
    }
}
