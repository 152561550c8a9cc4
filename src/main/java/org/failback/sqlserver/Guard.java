package org.failback.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.failback.estate.SqlInstance;
import org.failback.step.Facts;

/**
 * What must hold on the server itself before a command does anything. Each condition is true or the command does
 * nothing: a NULL anywhere makes it unknown, and unknown is not true.
 */
record Guard(List<String> conditions) {
    static final String UNMIRRORED = "m.mirroring_guid IS NULL";
    static final String PRINCIPAL = "m.mirroring_role_desc = N'PRINCIPAL'";

    Guard {
        conditions = List.copyOf(conditions);
    }

    /** This very instance, and rights that let the other conditions see what they ask about. */
    static Guard on(SqlInstance instance) {
        return new Guard(List.of(
                "UPPER(CONVERT(nvarchar(128), SERVERPROPERTY(N'ServerName'))) = "
                        + Tsql.literal(instance.serverName().toUpperCase(Locale.ROOT)),
                "IS_SRVROLEMEMBER(N'sysadmin') = 1"));
    }

    Guard heldBy(Mark mark, Facts facts) {
        return and(mark.condition(facts));
    }

    Guard and(String condition) {
        List<String> all = new ArrayList<>(conditions);
        all.add(condition);
        return new Guard(all);
    }

    /** The database in one of these states, mirrored or not as said. */
    Guard database(String database, String mirroring, String... states) {
        List<String> quoted = java.util.Arrays.stream(states).map(Tsql::literal).toList();
        String state = quoted.size() == 1 ? "= " + quoted.get(0) : "IN (" + String.join(", ", quoted) + ")";
        return and("""
                EXISTS (SELECT 1 FROM sys.databases d JOIN sys.database_mirroring m ON m.database_id = d.database_id
                        WHERE d.name = %s AND d.state_desc %s AND %s)""".formatted(Tsql.literal(database), state, mirroring));
    }

    /** The database ONLINE, mirrored or not. */
    Guard online(String database) {
        return and("EXISTS (SELECT 1 FROM sys.databases WHERE name = " + Tsql.literal(database)
                + " AND state_desc = N'ONLINE')");
    }

    /** As it stands between IF and BEGIN. */
    String text() {
        return String.join("\nAND ", conditions);
    }

    /** The whole batch: act where everything holds, else say so and do nothing. */
    String around(String act, String otherwise) {
        return "IF " + text() + "\nBEGIN\n" + act.indent(4) + "END\nELSE\n    "
                + Tsql.raise("Nothing was changed. " + otherwise);
    }
}
