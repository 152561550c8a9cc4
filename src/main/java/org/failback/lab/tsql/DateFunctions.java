package org.failback.lab.tsql;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** Functions on dates; the time is that of the session's clock. */
final class DateFunctions {
    private DateFunctions() {}

    static void addTo(Map<String, FunctionLibrary.Function> all) {
        now(all, "GETDATE", Type.DATETIME, false);
        now(all, "CURRENT_TIMESTAMP", Type.DATETIME, false);
        now(all, "GETUTCDATE", Type.DATETIME, true);
        now(all, "SYSDATETIME", Type.DATETIME2, false);
        now(all, "SYSUTCDATETIME", Type.DATETIME2, true);
        add(all, "YEAR", "d", Type.INT, (a, c) -> date(a[0]).getYear());
        add(all, "MONTH", "d", Type.INT, (a, c) -> date(a[0]).getMonthValue());
        add(all, "DAY", "d", Type.INT, (a, c) -> date(a[0]).getDayOfMonth());
        all.put(
                "DATEADD",
                new FunctionLibrary.Function(
                        "DATEADD",
                        3,
                        "sid",
                        types -> types.get(2).isDate() ? types.get(2) : Type.DATETIME,
                        (a, c) -> DateParts.add((String) a[0], (Integer) a[1], date(a[2]))));
        add(all, "DATEDIFF", "sdd", Type.INT, (a, c) -> DateParts.difference((String) a[0], date(a[1]), date(a[2])));
        add(all, "DATEPART", "sd", Type.INT, (a, c) -> DateParts.number((String) a[0], date(a[1])));
        add(all, "DATENAME", "sd", Type.nvarchar(30), (a, c) -> DateParts.text((String) a[0], date(a[1])));
        add(all, "ISDATE", "a", Type.INT, (a, c) -> isDate(a[0]));
    }

    private static void add(
            Map<String, FunctionLibrary.Function> all,
            String name,
            String signature,
            Type type,
            FunctionLibrary.Body body) {
        all.put(name, new FunctionLibrary.Function(name, signature.length(), signature, types -> type, body));
    }

    private static void now(Map<String, FunctionLibrary.Function> all, String name, Type type, boolean utc) {
        add(all, name, "", type, (a, c) -> {
            Clock clock = c.frame().session().clock();
            LocalDateTime now = LocalDateTime.now(utc ? clock.withZone(ZoneOffset.UTC) : clock);
            return type == Type.DATETIME ? Dates.toMillis(now) : now;
        });
    }

    private static LocalDateTime date(Object value) {
        return (LocalDateTime) value;
    }

    private static Object isDate(Object value) {
        if (value instanceof LocalDateTime) {
            return 1;
        }
        try {
            if (value instanceof String text && !text.isBlank()) {
                Dates.parse(text, Type.DATETIME);
                return 1;
            }
            return 0;
        } catch (SqlError e) {
            return 0;
        }
    }
}
