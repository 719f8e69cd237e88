package dev.bouncer.edge.session;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.bouncer.config.Rate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {
    @Test
    void spreadsTurnsEvenly() {
        Pace pace = new Pace(Duration.ofSeconds(10), 4);

        assertThat(IntStream.range(0, 4).mapToObj(pace::offset)).containsExactly(Duration.ZERO,
                Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofMillis(7500));
    }

    @Test
    void takesLongerWhereThereAreTooManyForItsRate() {
        Duration over = Duration.ofSeconds(5);

        assertThat(Pace.of(over, Rate.UNLIMITED, 1_000_000)).isEqualTo(over);
        assertThat(Pace.of(over, new Rate(100, Duration.ofSeconds(1)), 500)).isEqualTo(over);
        assertThat(Pace.of(over, new Rate(100, Duration.ofSeconds(1)), 2_000)).isEqualTo(Duration.ofSeconds(20));
        assertThat(Pace.of(Duration.ZERO, new Rate(1, Duration.ofSeconds(2)), 0)).isZero();
    }

    @Test
    void hasNothingToSpreadForNobody() {
        assertThat(new Pace(Duration.ofSeconds(10), 0).offset(0)).isZero();
        assertThat(new Pace(Duration.ZERO, 100_000).offset(99_999)).isZero();
        assertThat(new Pace(Duration.ofDays(365), 1_000_000).offset(999_999)).isLessThan(Duration.ofDays(365));
    }
}
