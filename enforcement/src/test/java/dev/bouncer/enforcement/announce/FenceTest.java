package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class FenceTest {
    private Moment now = new Moment(Long.MAX_VALUE - 5, 1_000_000);
    private final Fence fence = new Fence(Duration.ofSeconds(10), () -> now);

    @Test
    void one_that_is_off_is_always_open() {
        assertThat(Fence.NONE.isOpen()).isTrue();
    }

    @Test
    void nobody_is_served_before_the_first_acknowledgement_and_then_until_too_long_after_what_was_said() {
        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.reopen()).isFalse();

        Moment said = now;
        pass(4_000, 4_000);
        fence.acknowledged(said);
        assertThat(fence.isOpen()).as("before the sessions are closed").isFalse();
        assertThat(fence.reopen()).isTrue();

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
            fence.acknowledged(now);
        }
        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void once_closed_it_stays_so_until_it_is_opened_whatever_is_acknowledged() {
        open();
        pass(10_000, 10_000);

        fence.acknowledged(now);

        assertThat(fence.isOpen()).isFalse();
        assertThat(fence.reopen()).isTrue();
    }

    @Test
    void an_acknowledgement_of_long_ago_opens_nothing() {
        open();
        Moment said = now;
        pass(10_000, 10_000);

        fence.acknowledged(said);

        assertThat(fence.reopen()).isFalse();
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
        fence.acknowledged(now);
        assertThat(fence.reopen()).isTrue();
    }

    private void pass(long monotonicMillis, long wallMillis) {
        now = new Moment(now.nanos() + monotonicMillis * 1_000_000, now.millis() + wallMillis);
    }
}
