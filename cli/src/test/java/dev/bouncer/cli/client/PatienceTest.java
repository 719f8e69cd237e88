package dev.bouncer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final FakeTime time = new FakeTime();
    private final Patience patience = new Patience(time, time, Duration.ofSeconds(20));

    @Test
    void waitsGrowAndEndWithTheTimeAllowed() {
        List<Duration> waits = new ArrayList<>();
        Instant before = time.instant();
        while (patience.waitForNext(Optional.empty())) {
            waits.add(Duration.between(before, time.instant()));
            before = time.instant();
        }

        assertThat(waits).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800),
                Duration.ofMillis(1_600), Duration.ofMillis(3_200), Duration.ofSeconds(5), Duration.ofSeconds(5));
        assertThat(patience.left()).isEqualTo(Duration.ofMillis(3_800));
    }

    @Test
    void theOtherSideMayAskForAnotherWait() {
        assertThat(patience.waitForNext(Optional.of(Duration.ofSeconds(19)))).isTrue();
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsLongerThanTheTimeAllowedIsNotWaitedFor() {
        assertThat(patience.waitForNext(Optional.of(Duration.ofSeconds(30)))).isFalse();
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(20));
    }
}
