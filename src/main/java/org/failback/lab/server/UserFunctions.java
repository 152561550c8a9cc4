package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.ObjectName;

/** Scalar functions that live in a database: {@code mgc.dbo.fnTicksToDate} and {@code msdb.dbo.agent_datetime}. */
final class UserFunctions {
    private static final long TICKS_PER_SECOND = 10_000_000;

    private UserFunctions() {}

    static boolean knows(ObjectName name, ServerSession session) {
        String database = name.database().isEmpty() ? session.scope().database() : name.database();
        Database found = session.instance().database(database);
        return switch (name.name().toLowerCase(Locale.ROOT)) {
            case "agent_datetime" -> database.equalsIgnoreCase("msdb");
            case "fntickstodate" -> found != null && found.content().table("dbo", "tblChat") != null;
            default -> false;
        };
    }

    static Column result() {
        return Column.of("", SqlType.DATETIME);
    }

    static Object call(ObjectName name, List<Object> args) {
        if (args.stream().anyMatch(java.util.Objects::isNull)) {
            return null;
        }
        if (name.name().equalsIgnoreCase("fnTicksToDate")) {
            long ticks = ((Number) args.get(0)).longValue();
            return LocalDateTime.of(1, 1, 1, 0, 0)
                    .plusSeconds(ticks / TICKS_PER_SECOND)
                    .plusNanos(ticks % TICKS_PER_SECOND * 100);
        }
        int date = ((Number) args.get(0)).intValue();
        int time = ((Number) args.get(1)).intValue();
        return LocalDateTime.of(date / 10000, date / 100 % 100, date % 100, time / 10000, time / 100 % 100, time % 100);
    }
}
