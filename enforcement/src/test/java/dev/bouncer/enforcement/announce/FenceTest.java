package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private Moment now = new Moment(Long.MAX_VALUE - 5, 1_000_000);
    private final Fence fence = new Fence(Duration.ofSeconds(10), () -> now);

    @Test
    void one_without_a_lease_stays_open_once_it_is() {
        Fence without = new Fence(null, () -> now);
        assertThat(without.isOpen()).isFalse();
        without.acknowledged(now, NOW);
        assertThat(without.isOpen()).as("before the log is read").isFalse();
        assertThat(without.open()).isTrue();

        pass(1_000_000_000, 1_000_000_000);

        assertThat(without.isOpen()).isTrue();
    }

    @Test
    void one_without_a_lease_does_not_wait_for_ever() {
        Fence without = new Fence(null, () -> now);
        pass(10_000, 10_000);
        assertThat(without.isOverdue()).as("before it was tried").isFalse();
        without.tried();
        pass(4_999, 4_999);
        without.tried();
        assertThat(without.isOverdue()).isFalse();
        pass(1, 1);
        assertThat(without.isOverdue()).as("counted from the first time").isTrue();

        without.openUnknown();

        assertThat(without.isOpen()).isTrue();
        assertThat(without.isOverdue()).isFalse();
    }

    @Test
    void one_with_a_lease_waits_for_ever() {
        fence.tried();
        pass(1_000_000, 1_000_000);
        assertThat(fence.isOverdue()).isFalse();
        assertThat(fence.mayDoWithout()).isFalse();
    }

    @Test
    void it_is_known_since_the_first_of_the_acknowledgements_that_left_no_gap() {
        assertThat(fence.knownSince()).isNull();
        fence.acknowledged(now, NOW);
        pass(9_999, 9_999);
        fence.acknowledged(now, NOW.plusSeconds(10));
        assertThat(fence.knownSince()).isEqualTo(NOW);

        pass(10_000, 10_000);
        fence.acknowledged(now, NOW.plusSeconds(20));
        assertThat(fence.knownSince()).as("after a gap").isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void nobody_is_served_before_the_first_acknowledgement_and_then_until_too_long_after_what_was_said() {
        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.open()).isFalse();

        Moment said = now;
        pass(4_000, 4_000);
        fence.acknowledged(said, NOW);
        assertThat(fence.isOpen()).as("before the sessions are closed").isFalse();
        assertThat(fence.open()).isTrue();

        pass(5_999, 5_999);
        assertThat(fence.isOpen()).isTrue();
        pass(1, 1);
        assertThat(fence.isOpen()).as("counted from when it was said, not acknowledged").isFalse();
    }

    @Test
    void acknowledgements_keep_it_open() {
        open();
        for (int i = 0; i < 5; i++) {
            pass(9_000, 9_000);
            fence.acknowledged(now, NOW);
        }
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void once_closed_it_stays_so_until_it_is_opened_whatever_is_acknowledged() {
        open();
        pass(10_000, 10_000);

        fence.acknowledged(now, NOW);

        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.open()).isTrue();
    }

    @Test
    void an_acknowledgement_of_long_ago_opens_nothing() {
        open();
        Moment said = now;
        pass(10_000, 10_000);

        fence.acknowledged(said, NOW);

        assertThat(fence.open()).isFalse();
    }

    /** A machine that is stopped may stop the one clock with it. */
    @Test
    void either_clock_closes_it() {
        open();
        pass(0, 10_000);
        assertThat(fence.isOpen()).isFalse();

        open();
        pass(10_000, 0);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void a_clock_that_is_set_back_does_not_open_it_again() {
        open();
        pass(0, 10_000);
        assertThat(fence.isOpen()).isFalse();

        pass(0, -10_000);

        assertThat(fence.isOpen()).isFalse();
    }

    private void open() {
        fence.acknowledged(now, NOW);
        assertThat(fence.open()).isTrue();
    }

    private void pass(long monotonicMillis, long wallMillis) {
        now = new Moment(now.nanos() + monotonicMillis * 1_000_000, now.millis() + wallMillis);
    }
}
