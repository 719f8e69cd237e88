package dev.bouncer.edge.session;

import java.time.Duration;
import java.util.stream.IntStream;

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
    void hasNothingToSpreadForNobody() {
        assertThat(new Pace(Duration.ofSeconds(10), 0).offset(0)).isZero();
        assertThat(new Pace(Duration.ZERO, 100_000).offset(99_999)).isZero();
        assertThat(new Pace(Duration.ofDays(365), 1_000_000).offset(999_999)).isLessThan(Duration.ofDays(365));
    }
}
