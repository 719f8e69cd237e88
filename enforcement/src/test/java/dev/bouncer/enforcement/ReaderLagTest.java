package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;

class ReaderLagTest {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private Instant now = START;
    private final ReaderLag lag = new ReaderLag(2, () -> now);

    @Test
    void tells_each_partition_apart() {
        look(0, ends(10, 7), next(10, 4));
        now = START.plusMillis(1_500);

        assertThat(lag.records(0)).isZero();
        assertThat(lag.seconds(0)).isZero();
        assertThat(lag.records(1)).isEqualTo(3);
        assertThat(lag.seconds(1)).isEqualTo(1.5);
    }

    @Test
    void counts_the_time_from_when_it_first_fell_behind() {
        look(0, ends(10, 0), next(5, 0));
        look(1, ends(20, 0), next(7, 0));
        now = START.plusSeconds(4);

        assertThat(lag.records(0)).isEqualTo(13);
        assertThat(lag.seconds(0)).isEqualTo(4);
    }

    @Test
    void a_reader_that_keeps_up_with_a_topic_that_never_stands_still_is_not_long_behind() {
        for (int second = 0; second < 60; second++) {
            look(second, ends(100L * second + 100, 0), next(100L * second, 0));
        }

        assertThat(lag.records(0)).isEqualTo(100);
        assertThat(lag.seconds(0)).isLessThanOrEqualTo(2);
    }

    @Test
    void is_not_behind_when_it_has_read_beyond_the_end_that_was_asked_for() {
        look(0, ends(10, 0), next(5, 0));
        look(1, ends(10, 0), next(12, 0));

        assertThat(lag.records(0)).isZero();
        assertThat(lag.seconds(0)).isZero();
    }

    private void look(int second, long[] ends, long[] next) {
        now = START.plusSeconds(second);
        lag.look(now, ends, next);
    }

    private static long[] ends(long... ends) {
        return ends;
    }

    private static long[] next(long... next) {
        return next;
    }
}
