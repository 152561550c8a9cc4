package org.failback.lab.tsql;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failback.lab.tds.SqlError;
import org.failback.lab.tds.SqlType;

/** Dates to and from the other types. */
final class Dates {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1900, 1, 1, 0, 0);
    private static final double MILLIS_A_DAY = 86_400_000d;
    private static final Pattern DATE = Pattern.compile(
            "(?:(\\d{4})-?(\\d{2})-?(\\d{2})|(\\d{1,2})/(\\d{1,2})/(\\d{4}))(?:[ T]+(\\S.*))?", Pattern.DOTALL);
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.:](\\d{1,7}))?)?\\s*([AaPp][Mm])?Z?", Pattern.DOTALL);

    private Dates() {}

    static LocalDateTime ofDays(double days) {
        return EPOCH.plus(Duration.ofMillis(Math.round(days * MILLIS_A_DAY)));
    }

    static double days(LocalDateTime date) {
        return Duration.between(EPOCH, date).toMillis() / MILLIS_A_DAY;
    }

    static LocalDateTime toMillis(LocalDateTime date) {
        return date.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Reads the forms that mean the same under every language setting, and US month/day/year. */
    static LocalDateTime parse(String text, Type to) throws SqlError {
        String trimmed = text.strip();
        try {
            Matcher date = DATE.matcher(trimmed);
            if (date.matches()) {
                LocalDate day = date.group(1) != null
                        ? LocalDate.of(number(date, 1), number(date, 2), number(date, 3))
                        : LocalDate.of(number(date, 6), number(date, 4), number(date, 5));
                LocalDateTime result = day.atStartOfDay();
                if (date.group(7) != null) {
                    result = day.atTime(time(date.group(7)));
                }
                if (to.sql() == SqlType.DATETIME && result.getYear() < 1753) {
                    throw outOfRange(to);
                }
                return to.sql() == SqlType.DATETIME ? toMillis(result) : result;
            }
            if (trimmed.isEmpty()) {
                return EPOCH;
            }
            return EPOCH.toLocalDate().atTime(time(trimmed));
        } catch (DateTimeException e) {
            throw outOfRange(to);
        }
    }

    private static SqlError outOfRange(Type to) {
        return new SqlError(
                242,
                16,
                3,
                "The conversion of a varchar data type to a " + to.displayName()
                        + " data type resulted in an out-of-range value.");
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static LocalTime time(String text) throws SqlError {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            throw new SqlError(241, 16, 1, "Conversion failed when converting date and/or time from character string.");
        }
        int hour = number(time, 1);
        if (time.group(5) != null) {
            hour = hour % 12 + (time.group(5).toUpperCase(Locale.ROOT).equals("PM") ? 12 : 0);
        }
        int second = time.group(3) == null ? 0 : number(time, 3);
        int nanos = time.group(4) == null ? 0 : Integer.parseInt((time.group(4) + "00000000").substring(0, 9));
        return LocalTime.of(hour, number(time, 2), second, nanos);
    }

    static String display(LocalDateTime date, Type from, int style) throws SqlError {
        boolean precise = from.sql() == SqlType.DATETIME2;
        String fraction = precise ? ".SSSSSSS".substring(0, from.scale() == 0 ? 0 : from.scale() + 1) : ".SSS";
        String pattern = switch (style) {
            case 0, 100 -> precise ? "yyyy-MM-dd HH:mm:ss" + fraction : "MMM ppd yyyy pph:mma";
            case 1 -> "MM/dd/yy";
            case 101 -> "MM/dd/yyyy";
            case 102 -> "yyyy.MM.dd";
            case 103 -> "dd/MM/yyyy";
            case 104 -> "dd.MM.yyyy";
            case 8, 108 -> "HH:mm:ss";
            case 110 -> "MM-dd-yyyy";
            case 111 -> "yyyy/MM/dd";
            case 12 -> "yyMMdd";
            case 112 -> "yyyyMMdd";
            case 14, 114 -> "HH:mm:ss:SSS";
            case 20, 120 -> "yyyy-MM-dd HH:mm:ss";
            case 21, 25, 121 -> "yyyy-MM-dd HH:mm:ss" + fraction;
            case 126, 127 ->
                "yyyy-MM-dd'T'HH:mm:ss"
                        + (precise || date.getNano() / 1_000_000 != 0 ? fraction : "")
                        + (style == 127 ? "'Z'" : "");
            default -> throw Refusal.of("CONVERT of dates with style " + style);
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(date);
    }
}
