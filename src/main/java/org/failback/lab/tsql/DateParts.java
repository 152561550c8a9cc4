package org.failback.lab.tsql;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.Map;
import org.failback.lab.tds.SqlError;

/** DATEADD, DATEDIFF, DATEPART and DATENAME. */
final class DateParts {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("YEAR", "year"),
            Map.entry("YY", "year"),
            Map.entry("YYYY", "year"),
            Map.entry("QUARTER", "quarter"),
            Map.entry("QQ", "quarter"),
            Map.entry("Q", "quarter"),
            Map.entry("MONTH", "month"),
            Map.entry("MM", "month"),
            Map.entry("M", "month"),
            Map.entry("DAYOFYEAR", "dayofyear"),
            Map.entry("DY", "dayofyear"),
            Map.entry("Y", "dayofyear"),
            Map.entry("DAY", "day"),
            Map.entry("DD", "day"),
            Map.entry("D", "day"),
            Map.entry("WEEK", "week"),
            Map.entry("WK", "week"),
            Map.entry("WW", "week"),
            Map.entry("WEEKDAY", "weekday"),
            Map.entry("DW", "weekday"),
            Map.entry("HOUR", "hour"),
            Map.entry("HH", "hour"),
            Map.entry("MINUTE", "minute"),
            Map.entry("MI", "minute"),
            Map.entry("N", "minute"),
            Map.entry("SECOND", "second"),
            Map.entry("SS", "second"),
            Map.entry("S", "second"),
            Map.entry("MILLISECOND", "millisecond"),
            Map.entry("MS", "millisecond"),
            Map.entry("MICROSECOND", "microsecond"),
            Map.entry("MCS", "microsecond"),
            Map.entry("NANOSECOND", "nanosecond"),
            Map.entry("NS", "nanosecond"));

    private DateParts() {}

    static boolean knows(String name) {
        return NAMES.containsKey(name.toUpperCase(Locale.ROOT));
    }

    private static String part(String name) {
        return NAMES.get(name.toUpperCase(Locale.ROOT));
    }

    static LocalDateTime add(String name, int number, LocalDateTime date) throws SqlError {
        LocalDateTime result = switch (part(name)) {
            case "year" -> date.plusYears(number);
            case "quarter" -> date.plusMonths(3L * number);
            case "month" -> date.plusMonths(number);
            case "week" -> date.plusWeeks(number);
            case "hour" -> date.plusHours(number);
            case "minute" -> date.plusMinutes(number);
            case "second" -> date.plusSeconds(number);
            case "millisecond" -> date.plus(number, ChronoUnit.MILLIS);
            case "microsecond" -> date.plus(number, ChronoUnit.MICROS);
            case "nanosecond" -> date.plusNanos(number);
            default -> date.plusDays(number);
        };
        if (result.getYear() < 1 || result.getYear() > 9999) {
            throw new SqlError(517, 16, 1, "Adding a value to a 'datetime' column caused an overflow.");
        }
        return result;
    }

    /** Counts the boundaries crossed, as SQL Server does: one second before midnight is a day from midnight. */
    static Integer difference(String name, LocalDateTime from, LocalDateTime to) throws SqlError {
        long count = switch (part(name)) {
            case "year" -> to.getYear() - (long) from.getYear();
            case "quarter" -> quarters(to) - quarters(from);
            case "month" -> months(to) - months(from);
            case "week" -> weeks(to) - weeks(from);
            case "hour" -> between(from, to, ChronoUnit.HOURS);
            case "minute" -> between(from, to, ChronoUnit.MINUTES);
            case "second" -> between(from, to, ChronoUnit.SECONDS);
            case "millisecond" -> between(from, to, ChronoUnit.MILLIS);
            case "microsecond" -> between(from, to, ChronoUnit.MICROS);
            case "nanosecond" -> ChronoUnit.NANOS.between(from, to);
            default -> between(from, to, ChronoUnit.DAYS);
        };
        if (count != (int) count) {
            throw new SqlError(
                    535,
                    16,
                    0,
                    "The datediff function resulted in an overflow. The number of dateparts separating two"
                            + " date/time instances is too large.");
        }
        return (int) count;
    }

    private static long between(LocalDateTime from, LocalDateTime to, ChronoUnit unit) {
        return unit.between(from.truncatedTo(unit), to.truncatedTo(unit));
    }

    private static long months(LocalDateTime date) {
        return date.getYear() * 12L + date.getMonthValue();
    }

    private static long quarters(LocalDateTime date) {
        return date.getYear() * 4L + date.get(IsoFields.QUARTER_OF_YEAR);
    }

    private static long weeks(LocalDateTime date) {
        return Math.floorDiv(date.toLocalDate().toEpochDay() + 4, 7L);
    }

    static Integer number(String name, LocalDateTime date) {
        return switch (part(name)) {
            case "year" -> date.getYear();
            case "quarter" -> date.get(IsoFields.QUARTER_OF_YEAR);
            case "month" -> date.getMonthValue();
            case "dayofyear" -> date.getDayOfYear();
            case "week" -> date.get(WeekFields.SUNDAY_START.weekOfYear());
            case "weekday" -> date.getDayOfWeek().getValue() % 7 + 1;
            case "hour" -> date.getHour();
            case "minute" -> date.getMinute();
            case "second" -> date.getSecond();
            case "millisecond" -> date.get(ChronoField.MILLI_OF_SECOND);
            case "microsecond" -> date.get(ChronoField.MICRO_OF_SECOND);
            case "nanosecond" -> date.getNano();
            default -> date.getDayOfMonth();
        };
    }

    static String text(String name, LocalDateTime date) {
        return switch (part(name)) {
            case "month" -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case "weekday" -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            default -> number(name, date).toString();
        };
    }
}
