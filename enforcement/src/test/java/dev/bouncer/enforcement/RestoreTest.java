package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RestoreTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LAST_MOMENT = START.plus(Duration.ofHours(12));
    private static final Duration LOOK_AFTER = Duration.ofMillis(10);
    private static final long[] ENDS = {3, 5};

    private final Progress store = new Progress(2);
    private final AtomicBoolean failed = new AtomicBoolean();
    private Instant now = START;
    private final Restore restore = Restore.begin(() -> now);

    private void shows(long first, long second) {
        store.at(0, first);
        store.at(1, second);
    }

    private void awaitShown() throws InterruptedException {
        restore.awaitShown(store, failed::get, ENDS, LOOK_AFTER);
    }

    @Test
    void a_store_that_shows_all_in_the_last_moment_is_taken() {
        shows(3, 5);
        now = LAST_MOMENT;

        assertThatCode(this::awaitShown).doesNotThrowAnyException();
    }

    @Test
    void a_store_that_shows_all_too_late_may_have_missed_the_end_of_a_block() {
        shows(3, 5);
        now = LAST_MOMENT.plusMillis(1);

        assertThatThrownBy(this::awaitShown).isInstanceOf(KafkaException.class)
                .hasMessage("the blocklist could not be read within PT12H");
    }

    @Test
    void nobody_waits_longer_for_a_store_that_does_not_come_so_far() {
        shows(3, 4);
        now = LAST_MOMENT.plusMillis(1);

        assertThatThrownBy(this::awaitShown).isInstanceOf(KafkaException.class)
                .hasMessage("the blocklist could not be read within PT12H");
    }

    @Test
    void nobody_waits_for_a_store_that_gave_up() {
        failed.set(true);

        assertThatThrownBy(this::awaitShown).isInstanceOf(KafkaException.class)
                .hasMessage("the store failed while it was catching up");
    }

    @Test
    void one_that_is_behind_is_waited_for() {
        Restore looking = Restore.begin(() -> {
            // It has come further whenever the clock is asked.
            shows(Math.min(3, store.next(0) + 1), 5);
            return now;
        });

        assertThatCode(() -> looking.awaitShown(store, failed::get, ENDS, LOOK_AFTER)).doesNotThrowAnyException();
    }
}
