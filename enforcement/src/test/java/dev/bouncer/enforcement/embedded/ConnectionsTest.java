package dev.bouncer.enforcement.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.Admission.Outcome;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.SessionRegistry;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Subject ALICE = new Subject(SubjectKind.USER, "alice");
    private static final Subject ADDRESS = new Subject(SubjectKind.IP, "192.0.2.7");

    private final SessionRegistry registry = new SessionRegistry();
    private final InMemoryBlockStore store = new InMemoryBlockStore();
    private final BlocklistView view = new BlocklistView(store, 1);
    private final Admission admission = new Admission(view, registry, () -> Readiness.READY, () -> NOW);
    private final Connections connections = new Connections("chat", registry, admission, () -> NOW);
    private final RecordingCloser closer = new RecordingCloser();

    @Test
    void one_that_is_admitted_is_registered_until_it_is_gone() {
        assertThat(connections.admit("c1", List.of(ALICE, ADDRESS), null, closer).isAdmitted()).isTrue();
        assertThat(registry.find(key(ALICE))).hasSize(1).isEqualTo(registry.find(key(ADDRESS)));
        assertThat(registry.find(key(ALICE)).iterator().next().openedAt()).isEqualTo(NOW);

        connections.gone("c1");

        assertThat(registry.size()).isZero();
        assertThat(closer.calls()).isEmpty();
        assertThat(connections.admit("c1", List.of(ALICE), null, closer).isAdmitted()).as("another of that name")
                .isTrue();
    }

    @Test
    void one_that_is_blocked_is_closed_on_the_spot_and_not_registered() {
        CloseReason blocked = block(ALICE);

        assertThat(connections.admit("c1", List.of(ALICE), null, closer)).isEqualTo(new Outcome.Refused(blocked));

        assertThat(closer.calls()).containsExactly(
                new RecordingCloser.Call(new CloseFrame(4403, "Not today."), blocked, Thread.currentThread()));
        assertThat(registry.size()).isZero();
        assertThat(connections.identify("c1", List.of(ALICE), null).isAdmitted()).as("is known no longer").isFalse();
        connections.gone("c1");
    }

    @Test
    void one_that_is_told_to_close_is_closed_once() {
        connections.admit("c1", List.of(ALICE), null, closer);

        close(ALICE, new CloseReason.Terminated());
        close(ALICE, new CloseReason.GoingAway());

        await().atMost(SOON).until(() -> !closer.calls().isEmpty());
        connections.leave();
        awaitClosed();
        assertThat(closer.calls()).extracting(RecordingCloser.Call::frame)
                .containsExactly(new CloseFrame(4410, "terminated"));
    }

    @Test
    void one_that_is_gone_is_not_closed() {
        connections.admit("c1", List.of(ALICE), null, closer);
        var session = registry.find(key(ALICE)).iterator().next();
        connections.gone("c1");

        session.close(new CloseReason.Terminated());

        awaitClosed();
        assertThat(closer.calls()).isEmpty();
    }

    /** Guards against a client that does not read, and so holds up the tail. */
    @Test
    void one_that_cannot_be_closed_holds_up_nobody() {
        CountDownLatch reads = new CountDownLatch(1);
        connections.admit("stuck", List.of(ALICE), null, (frame, reason) -> reads.await());
        connections.admit("broken", List.of(ALICE), null, (frame, reason) -> {
            throw new IllegalStateException("on purpose");
        });
        connections.admit("c1", List.of(ALICE), null, closer);

        close(ALICE, new CloseReason.Terminated());

        await().atMost(SOON).until(() -> closer.calls().size() == 1);
        reads.countDown();
    }

    @Test
    void one_that_turns_out_to_be_somebody_is_found_as_that_too() {
        connections.admit("c1", List.of(ADDRESS), null, closer);

        assertThat(connections.identify("c1", List.of(ALICE), null).isAdmitted()).isTrue();

        assertThat(registry.find(key(ALICE))).hasSize(1).isEqualTo(registry.find(key(ADDRESS)));
    }

    @Test
    void one_that_turns_out_to_be_blocked_is_closed() {
        CloseReason blocked = block(ALICE);
        connections.admit("c1", List.of(ADDRESS), null, closer);

        assertThat(connections.identify("c1", List.of(ALICE), null)).isEqualTo(new Outcome.Refused(blocked));

        assertThat(closer.calls()).extracting(RecordingCloser.Call::reason).containsExactly(blocked);
        assertThat(registry.size()).isZero();
    }

    @Test
    void one_whose_token_is_older_than_an_invalidation_is_closed_and_a_newer_one_stays() {
        connections.admit("c1", List.of(ALICE), NOW, closer);
        connections.admit("c2", List.of(ADDRESS), null, closer);
        view.apply(
                new Command.Invalidate(UUID.randomUUID(), key(ALICE), NOW, null, null, "Sign in again.", "test", NOW),
                new Position(0, 0), NOW);

        assertThat(connections.identify("c1", List.of(ALICE), NOW).isAdmitted()).isTrue();
        assertThat(connections.identify("c2", List.of(ALICE), NOW.minusMillis(1)).isAdmitted()).isFalse();
        assertThat(closer.calls()).extracting(call -> call.frame().reason()).containsExactly("Sign in again.");
        assertThat(registry.find(key(ALICE))).hasSize(1);
    }

    /** Guards against an outage that closes a client when it gets itself a new token. */
    @Test
    void one_that_shows_another_token_stays_while_this_node_is_out_of_touch() {
        AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
        Connections outOfTouch = new Connections("chat", registry,
                new Admission(view, registry, readiness::get, () -> NOW), () -> NOW);
        outOfTouch.admit("c1", List.of(ALICE, ADDRESS), NOW.minusSeconds(60), closer);
        outOfTouch.admit("c2", List.of(ADDRESS), null, closer);
        readiness.set(Readiness.STALE);

        assertThat(outOfTouch.identify("c1", List.of(ALICE), NOW).isAdmitted()).isTrue();
        assertThat(closer.calls()).isEmpty();
        assertThat(outOfTouch.identify("c2", List.of(ALICE), NOW)).as("somebody else")
                .isEqualTo(new Outcome.Refused(new CloseReason.Unavailable()));
        view.apply(new Command.Invalidate(UUID.randomUUID(), key(ALICE), NOW, null, null, null, "test", NOW),
                new Position(0, 0), NOW);
        assertThat(outOfTouch.identify("c1", List.of(ALICE), NOW.minusMillis(1)).isAdmitted()).as("an older one")
                .isFalse();
        assertThat(registry.size()).isZero();
    }

    @Test
    void one_that_nobody_knows_is_nobody() {
        assertThat(connections.identify("c1", List.of(ALICE), null))
                .isEqualTo(new Outcome.Refused(new CloseReason.Unauthenticated()));
        assertThat(registry.size()).isZero();
    }

    @Test
    void one_is_admitted_once() {
        connections.admit("c1", List.of(ALICE), null, closer);

        assertThatThrownBy(() -> connections.admit("c1", List.of(ALICE), null, closer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected a connection that is new, got one that is there: c1");
        assertThat(registry.size()).isEqualTo(1);
    }

    /** Guards against sessions that nobody removes: the client left while the question was asked. */
    @Test
    void one_that_goes_while_it_is_admitted_is_not_kept() {
        Connections[] leaky = new Connections[1];
        Admission asking = new Admission(view, registry, () -> {
            leaky[0].gone("c1");
            return Readiness.READY;
        }, () -> NOW);
        leaky[0] = new Connections("chat", registry, asking, () -> NOW);

        assertThat(leaky[0].admit("c1", List.of(ALICE), null, closer).isAdmitted()).isFalse();

        assertThat(registry.size()).isZero();
        assertThat(closer.calls()).isEmpty();
    }

    @Test
    void all_are_closed_when_the_node_goes_and_nobody_is_admitted() {
        connections.admit("c1", List.of(ALICE), null, closer);

        connections.leave();

        assertThat(connections.admit("c2", List.of(ALICE), null, closer))
                .isEqualTo(new Outcome.Refused(new CloseReason.GoingAway()));
        awaitClosed();
        assertThat(closer.calls()).extracting(call -> call.frame().code()).containsExactly(1001, 1001);
    }

    @Test
    void an_app_has_a_name() {
        assertThatThrownBy(() -> new Connections("my chat", registry, admission, () -> NOW))
                .hasMessageStartingWith("app: expected 1 to 64 of the characters");
    }

    private CloseReason block(Subject subject) {
        BlockEntry block = new BlockEntry(key(subject), UUID.randomUUID(), NOW, null, "see ticket 88", "Not today.",
                "test");
        store.put(block);
        return new CloseReason.Blocked(block);
    }

    private void close(Subject subject, CloseReason reason) {
        registry.find(key(subject)).forEach(session -> session.close(reason));
    }

    private void awaitClosed() {
        try {
            connections.awaitClosed(SOON);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SubjectKey key(Subject subject) {
        return new SubjectKey("chat", subject);
    }
}
