package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The moments at which a schedule is due. */
class ScheduleTimesTest {
    private static String after(String moment, Object... settings) {
        Map<String, Integer> columns = new HashMap<>(
                Map.of("freq_type", 4, "freq_interval", 1, "active_start_date", 20260101, "active_end_date", 99991231));
        columns.put("active_end_time", 235959);
        for (int i = 0; i < settings.length; i += 2) {
            columns.put((String) settings[i], (Integer) settings[i + 1]);
        }
        AgentSchedule schedule =
                new AgentSchedule(9, UUID.randomUUID(), "s", true, Sid.SA, LocalDateTime.of(2026, 1, 1, 0, 0), columns);
        return String.valueOf(new ScheduleTimes(schedule).after(LocalDateTime.parse(moment)));
    }

    @Test
    void minutesCountFromTheStartOfTheWindow() {
        Object[] quarters = {
            "freq_subday_type", 4, "freq_subday_interval", 15, "active_start_time", 500, "active_end_time", 120000
        };
        assertThat(after("2026-03-01T08:00", quarters)).isEqualTo("2026-03-01T08:05");
        assertThat(after("2026-03-01T08:05", quarters)).isEqualTo("2026-03-01T08:20");
        assertThat(after("2026-03-01T11:50", quarters)).isEqualTo("2026-03-02T00:05");
        assertThat(after("2026-03-01T00:00", quarters)).isEqualTo("2026-03-01T00:05");
    }

    @Test
    void hoursAndASingleTime() {
        assertThat(after("2026-03-01T08:00", "freq_subday_type", 8, "freq_subday_interval", 6))
                .isEqualTo("2026-03-01T12:00");
        assertThat(after("2026-03-01T08:00", "freq_subday_type", 1, "active_start_time", 73000))
                .isEqualTo("2026-03-02T07:30");
    }

    @Test
    void everyThirdDayFromTheFirst() {
        assertThat(after("2026-01-02T00:00", "freq_interval", 3, "freq_subday_type", 1, "active_start_time", 10000))
                .isEqualTo("2026-01-04T01:00");
    }

    @Test
    void onceAndNeverAgain() {
        assertThat(after("2025-12-31T00:00", "freq_type", 1, "active_start_time", 10000))
                .isEqualTo("2026-01-01T01:00");
        assertThat(after("2026-01-01T01:00", "freq_type", 1, "active_start_time", 10000))
                .isEqualTo("null");
    }

    @Test
    void beforeItsFirstDayAfterItsLastAndWeekly() {
        assertThat(after("2025-06-01T10:00", "freq_subday_type", 4, "freq_subday_interval", 15))
                .isEqualTo("2026-01-01T00:00");
        assertThat(after("2026-03-01T10:00", "freq_subday_type", 1, "active_end_date", 20260301))
                .isEqualTo("null");
        assertThat(after("2026-03-01T10:00", "freq_type", 8)).isEqualTo("null");
    }
}
