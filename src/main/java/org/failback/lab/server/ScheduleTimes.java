package org.failback.lab.server;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * When a schedule is due, by the columns of {@code sysschedules}: once ({@code freq_type} 1) or every so many days (4),
 * and then at one time of the day or every so many seconds, minutes or hours within its window. Weekly, monthly, idle
 * and start-up schedules are kept and never due.
 */
final class ScheduleTimes {
    private static final int ONCE = 1;
    private static final int DAILY = 4;
    private final AgentSchedule schedule;

    ScheduleTimes(AgentSchedule schedule) {
        this.schedule = schedule;
    }

    /** The first moment after another one; null for never. */
    LocalDateTime after(LocalDateTime moment) {
        int type = schedule.setting("freq_type");
        if (!schedule.enabled() || type != ONCE && type != DAILY) {
            return null;
        }
        LocalDate first = day(schedule.setting("active_start_date"));
        if (type == ONCE) {
            LocalDateTime only = first.atTime(time("active_start_time"));
            return only.isAfter(moment) ? only : null;
        }
        int every = Math.max(1, schedule.setting("freq_interval"));
        long behind = Math.max(0, ChronoUnit.DAYS.between(first, moment.toLocalDate()));
        LocalDate day = first.plusDays(behind - behind % every);
        LocalDateTime found = within(day, moment);
        if (found == null) {
            day = day.plusDays(every);
            found = within(day, moment);
        }
        return found == null || day.isAfter(day(schedule.setting("active_end_date"))) ? null : found;
    }

    private LocalDateTime within(LocalDate day, LocalDateTime moment) {
        LocalDateTime start = day.atTime(time("active_start_time"));
        LocalDateTime end = day.atTime(time("active_end_time"));
        if (start.isAfter(moment)) {
            return start;
        }
        long step = step();
        if (step == 0) {
            return null;
        }
        long passed = ChronoUnit.SECONDS.between(start, moment) / step;
        LocalDateTime next = start.plusSeconds((passed + 1) * step);
        return next.isAfter(end) || !next.toLocalDate().equals(day) ? null : next;
    }

    /** Seconds between two runs of a day; 0 when there is but one. */
    private long step() {
        long unit = switch (schedule.setting("freq_subday_type")) {
            case 2 -> 1;
            case 4 -> 60;
            case 8 -> 3600;
            default -> 0;
        };
        return unit * Math.max(1, schedule.setting("freq_subday_interval"));
    }

    private static LocalDate day(int number) {
        return number == 0 ? LocalDate.EPOCH : LocalDate.of(number / 10000, number / 100 % 100, number % 100);
    }

    private LocalTime time(String column) {
        int number = schedule.setting(column);
        return LocalTime.of(number / 10000, number / 100 % 100, number % 100);
    }
}
