package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.Reach;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Blocks of a whole app: maintenance, and raids. */
class AppBlocksTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Integer> told = new CopyOnWriteArrayList<>();
    private final CommandListener listener = new CommandListener() {
        @Override
        public void closed(Decoded.Valid record, int sessions, Duration took, boolean confirm) {
            told.add(sessions);
        }
    };
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final SessionRegistry sessions = new SessionRegistry();
    private final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    private final Enforcer enforcer = new Enforcer(view, sessions, Duration.ofSeconds(2), now::get, listener,
            EnforcementTrace.NONE,
            new SimpleMeterRegistry());
    private final Admission admission = new Admission(view, sessions, () -> Readiness.READY, now::get);
    private long offset;

    private static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }

    private static SubjectKey ip(String id) {
        return SubjectKey.of("chat", SubjectKind.IP, id);
    }

    private FakeSession come(@Nullable Instant firstSeen, SubjectKey... keys) {
        FakeSession session = new FakeSession(NOW);
        session.firstSeen(firstSeen);
        if (admission.admit(session, List.of(keys)) instanceof Admission.Outcome.Refused(CloseReason reason))
            session.close(reason);
        return session;
    }

    private UUID block(@Nullable Instant end, Reach reach) {
        UUID id = UUID.randomUUID();
        give(new Command.Block(id, SubjectKey.ofApp("chat"), end, null, "Back at noon.", "ops", NOW, reach));
        return id;
    }

    private void give(Command command) {
        enforcer.enforce(Arriving.now(new Decoded.Valid(command, new Position(0, offset++), NOW), false));
    }

    @Test
    void closesEverybodyOfTheAppAndNobodyElse() {
        FakeSession alice = come(null, user("alice"), ip("192.0.2.1"));
        FakeSession nobody = come(null, ip("192.0.2.2"));
        FakeSession elsewhere = come(null, SubjectKey.of("other", SubjectKind.USER, "alice"));

        UUID command = block(null, Reach.ALL);

        assertThat(alice.closedFor()).isInstanceOfSatisfying(CloseReason.Blocked.class, blocked -> {
            assertThat(blocked.block().command()).isEqualTo(command);
            assertThat(blocked.block().message()).isEqualTo("Back at noon.");
        });
        assertThat(nobody.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(elsewhere.closedFor()).isNull();
        assertThat(told).containsExactly(2);
    }

    @Test
    void refusesEverybodyButTheExceptionsUntilItEnds() {
        FakeSession admin = come(null, user("admin"), ip("192.0.2.1"));
        block(NOW.plusSeconds(60), new Reach(Set.of(new Subject(SubjectKind.USER, "admin"),
                new Subject(SubjectKind.IP, "198.51.100.0/24")), null, null));

        assertThat(admin.closedFor()).isNull();
        assertThat(come(null, user("admin"), ip("192.0.2.1")).closedFor()).isNull();
        assertThat(come(null, user("alice"), ip("198.51.100.9")).closedFor()).isNull();
        assertThat(come(null, user("alice"), ip("192.0.2.1")).closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(come(null, SubjectKey.of("other", SubjectKind.USER, "alice")).closedFor()).isNull();

        now.set(NOW.plusSeconds(60));
        assertThat(come(null, user("alice"), ip("192.0.2.1")).closedFor()).isNull();
    }

    @Test
    void asksAgainWhoeverTurnsOutToBeSomebodyByAllThatTheyAre() {
        FakeSession fromTheOffice = come(null, ip("198.51.100.9"));
        FakeSession other = come(null, ip("192.0.2.9"));
        block(null, new Reach(Set.of(new Subject(SubjectKind.IP, "198.51.100.0/24")), NOW, null));
        assertThat(other.closedFor()).isNull();

        assertThat(admission.admit(fromTheOffice, List.of(user("alice"))).isAdmitted()).isTrue();
        assertThat(admission.admit(other, List.of(user("bob"))).isAdmitted()).isFalse();
    }

    @Test
    void sparesThoseWhoWereThereBeforeTheRaid() {
        FakeSession old = come(NOW.minusSeconds(86_400), user("old"));
        FakeSession fresh = come(NOW.plusSeconds(1), user("fresh"));
        FakeSession unknown = come(null, user("unknown"));
        block(null, new Reach(Set.of(), NOW, null));

        assertThat(old.closedFor()).isNull();
        assertThat(fresh.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(unknown.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(come(NOW, user("old")).closedFor()).isNull();
        assertThat(come(NOW.plusMillis(1), user("fresh")).closedFor()).isNotNull();
    }

    @Test
    void closesLittleByLittleAndTellsAtTheEnd() {
        List<FakeSession> all = new ArrayList<>();
        for (int i = 0; i < 60; i++)
            all.add(come(null, user("u" + i)));
        long start = System.nanoTime();
        block(null, new Reach(Set.of(), null, 100));

        assertThat(closed(all)).isLessThan(60);
        assertThat(come(null, user("late")).closedFor()).isInstanceOf(CloseReason.Blocked.class);
        await().until(() -> told.size() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(550));
        assertThat(closed(all)).isEqualTo(60);
        assertThat(told).containsExactly(60);
    }

    private static long closed(List<FakeSession> all) {
        return all.stream().filter(session -> session.closedFor() != null).count();
    }

    @Test
    void stopsClosingWhereItIsLifted() {
        List<FakeSession> all = new ArrayList<>();
        for (int i = 0; i < 100; i++)
            all.add(come(null, user("u" + i)));
        block(null, new Reach(Set.of(), null, 20));
        await().until(() -> closed(all) > 1);

        give(new Command.Unblock(UUID.randomUUID(), SubjectKey.ofApp("chat"), null, "ops", NOW));
        await().until(() -> told.size() == 1);
        long closed = closed(all);

        assertThat(closed).isLessThan(100);
        assertThat(told.getFirst()).isEqualTo((int) closed);
        block(null, new Reach(Set.of(), null, 1_000_000));
        await().until(() -> closed(all) == 100);
    }

    @Test
    void aTerminateOfTheAppClosesEverybodyWhoMayComeBackAtOnce() {
        FakeSession alice = come(null, user("alice"));
        FakeSession elsewhere = come(null, SubjectKey.of("other", SubjectKind.USER, "alice"));

        give(new Command.Terminate(UUID.randomUUID(), SubjectKey.ofApp("chat"), null, "ops", NOW));

        assertThat(alice.closedFor()).isInstanceOf(CloseReason.Terminated.class);
        assertThat(elsewhere.closedFor()).isNull();
        assertThat(come(null, user("alice")).closedFor()).isNull();
    }

    @Test
    void whoWasNotSeenByTheTailIsClosedWhenTheNodeKnowsAgain() {
        FakeSession alice = come(null, user("alice"));
        FakeSession admin = come(null, user("admin"));
        enforcer.note(new Decoded.Valid(
                new Command.Block(UUID.randomUUID(), SubjectKey.ofApp("chat"), null, null, null, "ops", NOW,
                        new Reach(Set.of(new Subject(SubjectKind.USER, "admin")), null, null)),
                new Position(0, offset++), NOW));

        enforcer.closeAllRefused();

        assertThat(alice.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(admin.closedFor()).isNull();
    }
}
