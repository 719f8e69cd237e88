package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");

    private final SessionRegistry sessions = new SessionRegistry();
    private final InMemoryBlockStore store = new InMemoryBlockStore();
    private final BlocklistView view = new BlocklistView(store, 1);
    private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
    private final Admission admission = new Admission(view, sessions, readiness::get, () -> NOW);

    @Test
    void whoever_is_not_blocked_is_admitted_and_registered() {
        FakeSession session = new FakeSession(NOW);

        assertThat(admission.admit(session, List.of(ALICE))).isInstanceOf(Admission.Outcome.Admitted.class);
        assertThat(sessions.find(ALICE)).containsExactly(session);
    }

    @Test
    void whoever_is_blocked_is_refused_and_not_registered() {
        BlockEntry block = new BlockEntry(ALICE, UUID.randomUUID(), NOW, null, null, null, "test");
        store.put(block);
        FakeSession session = new FakeSession(NOW);

        assertThat(admission.admit(session, List.of(ALICE)))
                .isEqualTo(new Admission.Outcome.Refused(new CloseReason.Blocked(block)));
        assertThat(sessions.size()).isZero();
        assertThat(sessions.find(ALICE)).isEmpty();
    }

    @Test
    void a_token_of_before_an_invalidation_is_refused_and_a_newer_one_admitted() {
        Command.Invalidate command = new Command.Invalidate(UUID.randomUUID(), ALICE, NOW, null, null, null, "test",
                NOW);
        view.apply(command, new Position(0, 0), NOW);
        FakeSession session = new FakeSession(NOW);
        session.showToken(NOW.minusMillis(1));
        FakeSession newer = new FakeSession(NOW);
        newer.showToken(NOW);

        assertThat(admission.admit(session, List.of(ALICE)))
                .isEqualTo(new Admission.Outcome.Refused(new CloseReason.Invalidated(BlockEntry.of(command))));
        assertThat(admission.admit(newer, List.of(ALICE)).isAdmitted()).isTrue();
        assertThat(sessions.find(ALICE)).containsExactly(newer);
    }

    @Test
    void renewing_asks_about_the_age_of_the_token_alone_and_a_stale_node_says_what_it_knows() {
        FakeSession session = new FakeSession(NOW);
        session.showToken(NOW);
        admission.admit(session, List.of(ALICE));
        readiness.set(Readiness.STALE);
        view.apply(new Command.Invalidate(UUID.randomUUID(), ALICE, NOW, null, null, null, "test", NOW),
                new Position(0, 0), NOW);

        assertThat(admission.renew(session, List.of(ALICE)).isAdmitted()).isTrue();
        session.showToken(NOW.minusMillis(1));
        assertThat(admission.renew(session, List.of(ALICE)).isAdmitted()).isFalse();
        assertThat(sessions.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = Readiness.class, names = {"CATCHING_UP", "STALE"})
    void a_node_that_does_not_know_takes_nobody(Readiness state) {
        readiness.set(state);

        assertThat(admission.admit(new FakeSession(NOW), List.of(ALICE)))
                .isEqualTo(new Admission.Outcome.Refused(new CloseReason.Unavailable()));
        assertThat(sessions.size()).isZero();
    }

    @Test
    void a_node_that_cannot_ask_takes_nobody() {
        view.over(new BlockStore() {
            @Override
            public BlockEntry get(BlocklistKey key) {
                throw new IllegalStateException("closed on purpose");
            }

            @Override
            public Entries range(byte[] from, byte[] to) {
                throw new IllegalStateException("closed on purpose");
            }
        }, new Overlay(new long[]{-1}));

        assertThat(admission.admit(new FakeSession(NOW), List.of(ALICE)))
                .isEqualTo(new Admission.Outcome.Refused(new CloseReason.Unavailable()));
    }

    /** The no-gap rule: each session that connects while the block is given is refused or closed, never neither. */
    @Test
    void a_block_given_while_clients_connect_misses_none() throws Exception {
        Enforcer enforcer = new Enforcer(view, sessions, Duration.ZERO, () -> NOW, CommandListener.NONE,
                EnforcementTrace.NONE,
                new SimpleMeterRegistry());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 2_000; round++) {
                SubjectKey key = SubjectKey.of("chat", SubjectKind.USER, "user-" + round);
                FakeSession session = new FakeSession(NOW);
                long offset = round;
                Future<Admission.Outcome> connect = threads.submit(() -> admission.admit(session, List.of(key)));
                Future<?> block = threads.submit(() -> enforcer.enforce(Arriving.now(new Decoded.Valid(
                        new Command.Block(UUID.randomUUID(), key, null, null, null, "test", NOW),
                        new Position(0, offset), NOW), false)));
                block.get();
                boolean admitted = connect.get() instanceof Admission.Outcome.Admitted;
                assertThat(!admitted || session.closedFor() != null).as("round %s", round).isTrue();
            }
        }
    }
}
