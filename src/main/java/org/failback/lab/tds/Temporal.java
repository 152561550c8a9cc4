package org.failback.lab.tds;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** How datetime, smalldatetime and datetime2 count time. */
final class Temporal {
    private static final LocalDate YEAR_1900 = LocalDate.of(1900, 1, 1);
    private static final LocalDate YEAR_1 = LocalDate.of(1, 1, 1);
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final int MAX_SCALE = 7;

    private Temporal() {}

    static void writeDatetime(WireWriter out, LocalDateTime value) {
        LocalDateTime rounded = value;
        long ticks = Math.round(value.toLocalTime().toNanoOfDay() * 300.0 / 1e9);
        if (ticks == 300L * 86_400) {
            rounded = value.plusDays(1);
            ticks = 0;
        }
        out.i32((int) ChronoUnit.DAYS.between(YEAR_1900, rounded.toLocalDate())).i32((int) ticks);
    }

    /** SQL Server tells a datetime to the millisecond nearest to its 300ths of a second. */
    static LocalDateTime datetime(int days, long ticks) {
        long millis = Math.round(ticks * 10 / 3.0);
        return YEAR_1900.plusDays(days).atStartOfDay().plus(millis, ChronoUnit.MILLIS);
    }

    static LocalDateTime smalldatetime(int days, int minutes) {
        return YEAR_1900.plusDays(days).atStartOfDay().plusMinutes(minutes);
    }

    static void writeDatetime2(WireWriter out, LocalDateTime value, int scale) {
        long unit = nanosPerUnit(scale);
        LocalDateTime rounded = value.plusNanos(unit / 2);
        out.number(rounded.toLocalTime().toNanoOfDay() / unit, timeBytes(scale));
        out.number(ChronoUnit.DAYS.between(YEAR_1, rounded.toLocalDate()), 3);
    }

    static LocalDateTime datetime2(long time, long days, int scale) {
        long nanos = Math.multiplyExact(time, nanosPerUnit(scale));
        if (nanos >= NANOS_PER_DAY) {
            throw new DateTimeException("A datetime2 with more than a day of time");
        }
        return YEAR_1.plusDays(days).atTime(LocalTime.ofNanoOfDay(nanos));
    }

    static int timeBytes(int scale) {
        if (scale <= 2) {
            return 3;
        }
        return scale <= 4 ? 4 : 5;
    }

    static boolean isScale(int scale) {
        return scale >= 0 && scale <= MAX_SCALE;
    }

    private static long nanosPerUnit(int scale) {
        long unit = 1_000_000_000L;
        for (int i = 0; i < scale; i++) {
            unit /= 10;
        }
        return unit;
    }
}
