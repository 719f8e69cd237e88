package dev.bouncer.config;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateTest {
    @Test
    void is_times_per_duration_or_unlimited() {
        assertThat(Rate.parse("1000/1s")).isEqualTo(new Rate(1000, Duration.ofSeconds(1)));
        assertThat(Rate.parse("1000000/1ms")).isEqualTo(new Rate(1_000_000, Duration.ofMillis(1)));
        assertThat(Rate.parse("unlimited")).isSameAs(Rate.UNLIMITED);
        assertThat(Rate.UNLIMITED.isUnlimited()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0/1s", "10/0s", "-1/1s", "10/s", "10/1", "10 / 1s", "1000001/1ms"})
    void is_nothing_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text)).withMessageContaining("expected");
    }
}
