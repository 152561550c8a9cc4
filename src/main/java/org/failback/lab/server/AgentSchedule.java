package org.failback.lab.server;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A schedule as {@code sysschedules} keeps it.
 *
 * @param settings the {@code freq_…} and {@code active_…} columns by their names
 */
record AgentSchedule(
        int id,
        UUID uid,
        String name,
        boolean enabled,
        Sid owner,
        LocalDateTime created,
        Map<String, Integer> settings) {
    static final List<String> COLUMNS = List.of(
            "freq_type",
            "freq_interval",
            "freq_subday_type",
            "freq_subday_interval",
            "freq_relative_interval",
            "freq_recurrence_factor",
            "active_start_date",
            "active_end_date",
            "active_start_time",
            "active_end_time");

    /** A day as the {@code active_…_date} columns hold it. */
    static int date(LocalDateTime at) {
        return at.getYear() * 10000 + at.getMonthValue() * 100 + at.getDayOfMonth();
    }

    int setting(String column) {
        return settings.getOrDefault(column, 0);
    }
}
