package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTest {
    @Test
    void percentilesAreNeverTooLowAndAtMostAnEighthTooHigh() {
        Random random = new Random(5);
        for (int bits : new int[]{4, 8, 20, 40}) {
            long[] millis = random.longs(1_000, 0, 1L << bits).toArray();
            Latencies latencies = new Latencies();
            Latencies half = new Latencies();
            for (int i = 0; i < millis.length; i++) {
                (i % 2 == 0 ? latencies : half).add(Duration.ofMillis(millis[i]));
            }
            latencies.addAll(half);
            Arrays.sort(millis);
            for (double share : new double[]{0.001, 0.5, 0.9, 0.99, 1}) {
                long exact = millis[(int) Math.ceil(share * millis.length) - 1];
                assertThat(latencies.millis(share)).isBetween((double) exact, exact < 16 ? exact : exact * 1.125);
            }
        }
    }

    @Test
    void theLongestAndTheImpossibleAreCounted() {
        Latencies latencies = new Latencies();
        assertThat(latencies.millis(0.5)).isNaN();
        latencies.add(Duration.ofMillis(Long.MAX_VALUE));
        latencies.add(Duration.ofMillis(-3));
        assertThat(latencies.total()).isEqualTo(2);
        assertThat(latencies.millis(0.5)).isZero();
        assertThat(latencies.millis(1)).isEqualTo(Long.MAX_VALUE);
    }
}
