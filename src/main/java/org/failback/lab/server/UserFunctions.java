package org.failback.lab.server;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.failback.lab.tds.Column;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;
import org.failback.lab.tsql.ObjectName;

/** Scalar functions that live in a database: {@code mgc.dbo.fnTicksToDate} and {@code msdb.dbo.agent_datetime}. */
final class UserFunctions {
    private static final long TICKS_PER_SECOND = 10_000_000;
    /** Of datetime. */
    private static final int FIRST_YEAR = 1753;

    private static final int LAST_YEAR = 9999;

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

    static Object call(ObjectName name, List<Object> values) throws SqlError {
        boolean ticks = name.name().equalsIgnoreCase("fnTicksToDate");
        Arguments arguments = new Arguments(name.toString(), values).demand(ticks ? 1 : 2);
        if (arguments.anyNull()) {
            return null;
        }
        try {
            LocalDateTime date =
                    ticks ? dateOfTicks(arguments.whole(0)) : dateOfAgent(arguments.whole(0), arguments.whole(1));
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return date;
            }
        } catch (DateTimeException outside) {
            // As a year that the type does not have.
        }
        throw Errors.of(242, "datetime");
    }

    private static LocalDateTime dateOfTicks(long ticks) {
        return LocalDateTime.of(1, 1, 1, 0, 0)
                .plusSeconds(ticks / TICKS_PER_SECOND)
                .plusNanos(ticks % TICKS_PER_SECOND * 100);
    }

    /** Both as the Agent writes them: {@code 20130131}, {@code 235959}. */
    private static LocalDateTime dateOfAgent(long date, long time) {
        return LocalDateTime.of(
                (int) Math.min(date / 10000, LAST_YEAR + 1),
                (int) (date / 100 % 100),
                (int) (date % 100),
                (int) Math.min(time / 10000, 24),
                (int) (time / 100 % 100),
                (int) (time % 100));
    }
}
