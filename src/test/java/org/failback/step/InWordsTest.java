package org.failback.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InWordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.4S, 0 s",
        "PT2S, 2 s",
        "PT59.9S, 59 s",
        "PT1M, 1 min",
        "PT90S, 1 min 30 s",
        "PT20M, 20 min",
        "PT2H, 2 h",
        "PT2H5M7S, 2 h 5 min"
    })
    void aWaitUnderAMinuteIsNoZeroMinutes(Duration duration, String words) {
        assertThat(InWords.of(duration)).isEqualTo(words);
    }
}
