package org.failback.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00.000000000, 2026-01-31T12:00:00.000",
        "2026-01-31T12:00:00.001000000, 2026-01-31T12:00:00.000",
        "2026-01-31T12:00:00.002000000, 2026-01-31T12:00:00.003",
        "2026-01-31T12:00:00.748600000, 2026-01-31T12:00:00.750",
        "2026-01-31T12:00:00.995000000, 2026-01-31T12:00:00.997",
        "2026-01-31T12:00:00.999900000, 2026-01-31T12:00:01.000",
    })
    void a_datetime_is_told_in_three_hundredths_of_a_second(LocalDateTime exact, LocalDateTime told) {
        View<LocalDateTime> view = new View<LocalDateTime>().time("at", at -> at);

        assertThat(view.row(exact)).containsExactly(told);
    }
}
