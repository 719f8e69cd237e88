package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class GradualClosingTest {
    private static final CloseReason WHY = new CloseReason.GoingAway();

    private final GradualClosing closing = new GradualClosing(new Closing(new SimpleMeterRegistry()));
    private final List<String> told = new CopyOnWriteArrayList<>();

    private static List<FakeSession> sessions(int number) {
        return Stream.generate(() -> new FakeSession(Instant.EPOCH)).limit(number).toList();
    }

    private void begin(String app, UUID command, List<FakeSession> sessions, int rate) {
        closing.begin(app, command, List.copyOf(sessions), rate, session -> WHY, n -> told.add(app + ' ' + n));
    }

    private static boolean allClosed(List<FakeSession> sessions) {
        return sessions.stream().allMatch(session -> session.closedFor() != null);
    }

    @Test
    void soManyHaveHadTheirTurnAfterAWhile() {
        assertThat(GradualClosing.due(Duration.ZERO, 10)).isEqualTo(1);
        assertThat(GradualClosing.due(Duration.ofMillis(99), 10)).isEqualTo(1);
        assertThat(GradualClosing.due(Duration.ofMillis(100), 10)).isEqualTo(2);
        assertThat(GradualClosing.due(Duration.ofDays(1), 1_000_000)).isEqualTo(86_400_000_001L);
    }

    @Test
    void oneThatCannotBeAskedAboutSavesNoOther() {
        List<FakeSession> sessions = sessions(3);

        closing.begin("chat", UUID.randomUUID(), List.copyOf(sessions), 1_000, session -> {
            if (session.equals(sessions.get(1))) throw new IllegalStateException("the store is closed");
            return WHY;
        }, n -> told.add("chat " + n));

        await().until(() -> told.contains("chat 2"));
        assertThat(sessions.get(1).closedFor()).isNull();
        assertThat(sessions.get(2).closedFor()).isEqualTo(WHY);
        assertThat(closing.underWay()).isZero();
    }

    @Test
    void theSameCommandGoesOnWithWhoIsThereNow() {
        UUID command = UUID.randomUUID();
        List<FakeSession> there = sessions(1);
        begin("chat", command, sessions(100), 1);
        begin("chat", command, there, 1);

        await().until(() -> told.size() == 1);
        assertThat(allClosed(there)).isTrue();
    }

    @Test
    void whoIsNotToBeClosedAnyMoreTakesNoTurn() {
        List<FakeSession> sessions = sessions(10_000);
        FakeSession last = sessions.getLast();

        closing.begin("chat", UUID.randomUUID(), List.copyOf(sessions), 1,
                session -> session.equals(last) ? WHY : null, n -> told.add("chat " + n));

        await().until(() -> told.contains("chat 1"));
        assertThat(last.closedFor()).isEqualTo(WHY);
    }

    @Test
    void nobodyAtAllIsToldAtOnce() {
        begin("chat", UUID.randomUUID(), List.of(), 1);

        await().until(() -> told.contains("chat 0"));
        assertThat(closing.underWay()).isZero();
    }

    @Test
    void theSameCommandGoesOnAtItsPaceAndAnotherTakesItsPlace() {
        UUID slow = UUID.randomUUID();
        List<FakeSession> sessions = sessions(200);
        begin("chat", slow, sessions(1_000), 1);
        begin("chat", slow, sessions, 1_000_000);
        begin("other", slow, sessions(1), 1);
        await().until(() -> told.contains("other 1"));
        assertThat(closing.underWay()).isEqualTo(1);
        assertThat(allClosed(sessions)).isFalse();

        begin("chat", UUID.randomUUID(), sessions, 1_000_000);

        await().until(() -> told.contains("chat 200"));
        assertThat(allClosed(sessions)).isTrue();
        assertThat(told).containsExactlyInAnyOrder("other 1", "chat 200");
    }
}
