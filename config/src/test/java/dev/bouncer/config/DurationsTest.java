package dev.bouncer.config;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0ms,PT0S", "500ms,PT0.5S", "30s,PT30S", "010s,PT10S", "10m,PT10M", "2h,PT2H", "7d,PT168H",
            "36500d,PT876000H"})
    void wholeNumberAndUnit(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "5S", "5sec", "1.5s", "-5s", "+5s", "PT5S", "1h30m", "5w",
            "1234567890123s",
            "٥s"})
    void otherTextIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("expected a duration like 500ms, 30s, 10m, 2h or 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "999999999999d", "999999999999h"})
    void atMostAHundredYears(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("expected a duration of at most 36500d");
    }

    @Test
    void isToldAsItCouldBeWritten() {
        assertThat(Durations.text(Duration.ZERO)).isEqualTo("0s");
        assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(Durations.text(Duration.ofMinutes(2))).isEqualTo("120s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EdgeConfig("h", 0, "e", List.of(), Duration.ofSeconds(-2),
                        Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("terminate-skew: expected a duration of 0 or more, got -2s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StreamsConfig("h", 0, 0, Duration.ofSeconds(1), Duration.ofMillis(-2),
                        Duration.ofSeconds(1)))
                .withMessage("expiry-grace: expected a duration of 0 or more, got -2ms");
    }
}
