package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EnforcerTest extends EnforcerTests {
    @Test
    void a_block_closes_the_subjects_sessions_and_nobody_elses() {
        FakeSession first = open(user("alice"));
        FakeSession second = open(user("alice"), ip("192.0.2.1"));
        FakeSession other = open(user("bob"), ip("192.0.2.1"));

        block(user("alice"), null);

        assertThat(first.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(second.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(other.closedFor()).isNull();
    }

    @Test
    void a_blocked_range_closes_the_sessions_of_every_address_in_it() {
        FakeSession inside = open(user("a"), ip("203.0.113.200"));
        FakeSession below = open(user("b"), ip("203.0.113.127"));
        FakeSession above = open(user("c"), ip("203.0.114.0"));
        FakeSession otherApp = open(SubjectKey.of("other", SubjectKind.IP, "203.0.113.200"));

        block(ip("203.0.113.128/25"), null);

        assertThat(inside.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(List.of(below, above, otherApp)).allMatch(session -> session.closedFor() == null);
    }

    @Test
    void a_block_that_has_ended_closes_nobody() {
        FakeSession session = open(user("alice"));

        block(user("alice"), NOW);

        assertThat(session.closedFor()).isNull();
    }

    @Test
    void a_block_that_was_lifted_since_closes_nobody_when_it_is_read_again() {
        FakeSession session = open(user("alice"));
        view.overlay().materialized(0, 5);

        enforce(new Command.Block(UUID.randomUUID(), user("alice"), null, null, null, "test", NOW), 3, NOW);

        assertThat(session.closedFor()).isNull();
    }

    @Test
    void whom_a_duplicate_of_an_old_unblock_let_in_is_closed_when_the_store_has_the_word_again() {
        InMemoryBlockStore store = new InMemoryBlockStore();
        view.over(store, new Overlay(new long[]{-1}, enforcer::settled));
        Command.Block block = new Command.Block(UUID.randomUUID(), user("alice"), null, null, null, "test", NOW);
        enforce(block, 0, NOW);
        enforce(new Command.Unblock(UUID.randomUUID(), user("alice"), null, "test", NOW), 1, NOW);
        FakeSession letIn = open(user("alice"));
        FakeSession other = open(user("bob"));

        // moderation-streams drops the second command, and says once more what is in force.
        store.put(BlockEntry.of(block));
        view.overlay().materialized(0, 1);

        assertThat(letIn.closedFor()).isInstanceOf(CloseReason.Blocked.class);
        assertThat(other.closedFor()).isNull();
    }

    @Test
    void a_terminate_closes_what_was_opened_before_it_and_spares_what_clearly_came_after() {
        FakeSession before = openAt(NOW.minusSeconds(60));
        FakeSession edge = openAt(NOW.plus(SKEW));
        FakeSession after = openAt(NOW.plus(SKEW).plusMillis(1));

        enforce(new Command.Terminate(UUID.randomUUID(), user("alice"), null, "test", NOW), offset++, NOW);

        assertThat(before.closedFor()).isInstanceOf(CloseReason.Terminated.class);
        assertThat(edge.closedFor()).isInstanceOf(CloseReason.Terminated.class);
        assertThat(after.closedFor()).isNull();
    }

    @Test
    void a_terminate_of_some_sessions_closes_only_those_and_spares_the_excepted() {
        FakeSession named = openAt(NOW);
        FakeSession excepted = openAt(NOW);
        FakeSession other = openAt(NOW);
        FakeSession opened = openAt(NOW.plus(SKEW).plusMillis(1));
        FakeSession ofBob = open(user("bob"));
        Termination.Close close = new Termination.Close(4500, "elsewhere");

        terminate(new Termination(Set.of(named.id(), excepted.id(), opened.id(), ofBob.id()), Set.of(excepted.id()),
                close));

        assertThat(named.closedFor()).isEqualTo(new CloseReason.Terminated(close));
        assertThat(List.of(excepted, other, opened, ofBob)).allMatch(session -> session.closedFor() == null);
    }

    @Test
    void a_terminate_of_all_but_some_closes_the_others() {
        FakeSession excepted = openAt(NOW);
        FakeSession other = openAt(NOW);

        terminate(new Termination(Set.of(), Set.of(excepted.id()), null));

        assertThat(excepted.closedFor()).isNull();
        assertThat(other.closedFor()).isEqualTo(new CloseReason.Terminated());
    }

    private void terminate(Termination termination) {
        enforce(new Command.Terminate(UUID.randomUUID(), user("alice"), termination, null, "test", NOW), offset++,
                NOW);
    }

    @Test
    void one_session_that_cannot_be_closed_does_not_save_the_others() {
        Session broken = new Session() {
            @Override
            public UUID id() {
                return new UUID(0, 1);
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
                throw new IllegalStateException("broken on purpose");
            }
        };
        sessions.bind(broken, List.of(user("alice")));
        FakeSession sound = open(user("alice"));

        block(user("alice"), null);

        assertThat(sound.closedFor()).isNotNull();
    }

    @Test
    void of_5000_sessions_a_users_50_are_closed_and_no_other() {
        List<FakeSession> hers = new ArrayList<>();
        List<FakeSession> others = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (i % 100 == 7) {
                hers.add(open(user("alice"), ip("10.0.0.1")));
            } else {
                others.add(open(user("user-" + i), ip("10.0.0.1")));
            }
        }

        block(user("alice"), null);

        assertThat(hers).hasSize(50).allMatch(session -> session.closedFor() != null);
        assertThat(others).hasSize(4_950).allMatch(session -> session.closedFor() == null);
    }

    @Test
    void a_command_that_was_enforced_before_is_noted_and_closes_nobody() {
        FakeSession session = open(user("alice"));

        enforcer.note(new Decoded.Valid(
                new Command.Block(UUID.randomUUID(), user("alice"), null, null, null, "test", NOW), new Position(0, 0),
                NOW));

        assertThat(session.closedFor()).isNull();
        assertThat(view.find(user("alice"), NOW)).isNotNull();
    }

    /** Guards against taking a long chain of replaced commands apart by recursion. */
    @Test
    void a_subject_commanded_about_very_often_can_have_an_aborted_command() {
        for (int i = 0; i < 50_000; i++) {
            block(user("alice"), null);
        }

        assertThat(view.overlay().aborted(0, 7)).isEqualTo(BlocklistKey.block(user("alice")));
        assertThat(view.overlay().aborted(0, 49_999)).isEqualTo(BlocklistKey.block(user("alice")));
        assertThat(view.find(user("alice"), NOW)).isNotNull();
    }

    @Test
    void whoever_became_blocked_unnoticed_is_found_afterwards() {
        FakeSession alice = open(user("alice"));
        FakeSession bob = open(user("bob"));
        view.apply(new Command.Block(UUID.randomUUID(), user("alice"), null, null, null, "test", NOW),
                new Position(0, 0), NOW);

        view.apply(new Command.Invalidate(UUID.randomUUID(), user("carol"), NOW, null, null, null, "test", NOW),
                new Position(0, 1), NOW);
        FakeSession carol = openWithToken(NOW.minusSeconds(1), user("carol"));
        FakeSession carolAnew = openWithToken(NOW, user("carol"));

        enforcer.closeAllRefused();

        assertThat(alice.closedFor()).isNotNull();
        assertThat(bob.closedFor()).isNull();
        assertThat(carol.closedFor()).isInstanceOf(CloseReason.Invalidated.class);
        assertThat(carolAnew.closedFor()).isNull();
    }

    @Test
    void a_command_whose_sessions_are_still_being_closed_is_unfinished_and_told_when_it_is_done() {
        CountDownLatch release = new CountDownLatch(1);
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Enforcer heardOf = new Enforcer(view, sessions, SKEW, () -> NOW, new CommandListener() {
            @Override
            public void closed(Decoded.Valid record, int closed, Duration took, boolean confirm) {
                heard.add(closed + " " + confirm);
            }

            @Override
            public void progressed() {
                heard.add("progressed");
            }
        }, EnforcementTrace.NONE, new SimpleMeterRegistry());
        for (int i = 0; i < Closing.FEW; i++) {
            open(user("alice"));
        }
        Session slow = new Session() {
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
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        sessions.bind(slow, List.of(user("alice")));

        heardOf.enforce(Arriving
                .now(new Decoded.Valid(new Command.Block(UUID.randomUUID(), user("alice"), null, null, null, "test",
                        NOW), new Position(0, 5), NOW), true));

        assertThat(heardOf.unfinished().firstFrom(0, 6)).isEqualTo(5);
        assertThat(heardOf.unfinished().firstFrom(0, 3)).isEqualTo(3);
        assertThat(heard).isEmpty();
        release.countDown();
        await().until(() -> heardOf.unfinished().firstFrom(0, 6) == 6);
        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly(Closing.FEW + 1 + " true", "progressed");
    }

    private FakeSession openAt(Instant time) {
        FakeSession session = new FakeSession(time);
        sessions.bind(session, List.of(user("alice")));
        return session;
    }

    private static SubjectKey ip(String id) {
        return SubjectKey.of("chat", SubjectKind.IP, id);
    }
}
