package dev.bouncer.enforcement.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** From when on an edge that announces itself takes clients. */
class AnnouncerStartTest extends AnnouncerTests {
    @Test
    void it_serves_nobody_before_all_is_read_that_was_there_when_it_became_known() {
        fence = new Fence(Duration.ofSeconds(20), Moment::now);
        readUpTo = NOW.plusSeconds(1);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> announcements().size() > 1);
        now = NOW.plusSeconds(2);
        producer.completeNext();

        int before = closings.get();
        assertThat(before).isPositive();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();
        readUpTo = NOW.plusSeconds(3);

        await().until(fence::isOpen);
    }

    @Test
    void the_first_acknowledgement_lets_clients_in_without_waiting_for_a_heartbeat() {
        fence = new Fence(null, Moment::now);
        applied.set(List.of());
        announcer = announcer(fence, NEVER);
        start();
        applied.set(List.of(7L));
        announcer.caughtUp();
        await().until(() -> announcements().size() == 1);
        assertThat(fence.isOpen()).isFalse();

        producer.completeNext();

        await().until(fence::isOpen);
        await().until(() -> announcements().size() == 2);
    }

    @Test
    void one_that_is_not_acknowledged_takes_clients_after_a_while() {
        AtomicReference<Moment> time = new AtomicReference<>(new Moment(0, 0));
        fence = new Fence(null, time::get);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> announcements().size() > 1);
        int before = closings.get();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();

        time.set(new Moment(Fence.LONGEST_WAIT.toNanos(), Fence.LONGEST_WAIT.toMillis()));

        await().until(fence::isOpen);
    }

    @Test
    void one_that_must_not_write_takes_clients_at_once() {
        AtomicReference<Moment> time = new AtomicReference<>(new Moment(0, 0));
        fence = new Fence(null, time::get);
        announcer = announcer(fence, NEVER);
        start();
        await().until(() -> announcements().size() == 1);

        producer.errorNext(new TopicAuthorizationException(TOPICS.edges()));

        await().until(fence::isOpen);
    }

    @Test
    void one_with_a_lease_that_must_not_write_takes_nobody() {
        fence = new Fence(Duration.ofSeconds(20), Moment::now);
        announcer = announcer(fence, OFTEN);
        start();
        await().until(() -> !announcements().isEmpty());
        producer.errorNext(new TopicAuthorizationException(TOPICS.edges()));

        int before = closings.get();
        await().until(() -> closings.get() > before + 1);
        assertThat(fence.isOpen()).isFalse();
    }
}
