package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.bouncer.contract.SubjectKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final CloseReason REASON = new CloseReason.GoingAway();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Closing closing = new Closing(meters);
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void a_few_are_closed_when_it_returns() {
        List<FakeSession> few = sessions(Closing.FEW);

        closing.close(List.copyOf(few), REASON, told::incrementAndGet);

        assertThat(few).allMatch(session -> REASON.equals(session.closedFor()));
        assertThat(told).hasValue(1);
    }

    @Test
    void many_are_all_closed_and_that_is_told_once() {
        List<FakeSession> many = sessions(10 * Closing.FEW + 1);

        closing.close(List.copyOf(many), REASON, told::incrementAndGet);

        await().until(() -> told.get() == 1);
        assertThat(many).allMatch(session -> REASON.equals(session.closedFor()));
        assertThat(meters.counter("bouncer.sessions.closed", "reason", "GoingAway").count()).isEqualTo(many.size());
    }

    @Test
    void nobody_waits_for_many_not_even_for_one_that_takes_its_time() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        List<Session> many = new ArrayList<>(sessions(Closing.FEW));
        many.add(new Stubborn(() -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));

        closing.close(many, REASON, told::incrementAndGet);

        assertThat(told).hasValue(0);
        released.countDown();
        await().until(() -> told.get() == 1);
    }

    @Test
    void one_that_fails_does_not_save_the_others() {
        List<Session> some = new ArrayList<>();
        some.add(new Stubborn(() -> {
            throw new IllegalStateException("on purpose");
        }));
        FakeSession other = new FakeSession(NOW);
        some.add(other);

        closing.close(some, REASON, told::incrementAndGet);

        assertThat(other.closedFor()).isEqualTo(REASON);
        assertThat(told).hasValue(1);
        assertThat(meters.counter("bouncer.sessions.closed", "reason", "GoingAway").count()).isEqualTo(1);
    }

    /** One that does this when it is closed. */
    private record Stubborn(Runnable closed) implements Session {
        @Override
        public UUID id() {
            return new UUID(0, 0);
        }

        @Override
        public Instant openedAt() {
            return NOW;
        }

        @Override
        public @Nullable Instant tokenIssuedAt(SubjectKey subject) {
            return null;
        }

        @Override
        public void close(CloseReason reason) {
            closed.run();
        }
    }

    private static List<FakeSession> sessions(int count) {
        return IntStream.range(0, count).mapToObj(_ -> new FakeSession(NOW)).toList();
    }
}
