package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an enforcer does about invalidations. */
class EnforcerInvalidationTest extends EnforcerTests {
    @Test
    void an_invalidation_closes_sessions_with_older_tokens_and_those_that_do_not_say() {
        FakeSession older = openWithToken(NOW.minusSeconds(60), user("alice"));
        FakeSession silent = openWithToken(null, user("alice"));
        FakeSession newer = openWithToken(NOW, user("alice"));
        FakeSession bob = openWithToken(null, user("bob"));
        FakeSession otherApp = openWithToken(null, SubjectKey.of("other", SubjectKind.USER, "alice"));

        Command.Invalidate command = invalidate(user("alice"), NOW, null);

        CloseReason invalidated = new CloseReason.Invalidated(BlockEntry.of(command));
        assertThat(older.closedFor()).isEqualTo(invalidated);
        assertThat(silent.closedFor()).isEqualTo(invalidated);
        assertThat(List.of(newer, bob, otherApp)).allMatch(session -> session.closedFor() == null);
    }

    @Test
    void an_invalidation_that_has_ended_or_was_lifted_since_closes_nobody() {
        FakeSession session = openWithToken(null, user("alice"));

        invalidate(user("alice"), NOW, NOW);
        view.overlay().materialized(0, 5);
        enforce(new Command.Invalidate(UUID.randomUUID(), user("alice"), NOW, null, null, null, "test", NOW), 3, NOW);

        assertThat(session.closedFor()).isNull();
    }

    @Test
    void the_last_invalidation_given_counts_even_where_it_spares_more() {
        view.apply(new Command.Invalidate(UUID.randomUUID(), user("alice"), NOW.minusSeconds(60), null, null, null,
                "test", NOW), new Position(0, 7), NOW);
        FakeSession session = openWithToken(NOW.minusSeconds(30), user("alice"));

        enforce(new Command.Invalidate(UUID.randomUUID(), user("alice"), NOW, null, null, null, "test", NOW), 3, NOW);

        assertThat(session.closedFor()).isNull();
    }

    @Test
    void an_invalidation_and_a_block_of_a_subject_do_not_touch_each_other() {
        block(user("alice"), null);
        invalidate(user("alice"), NOW, null);
        enforce(new Command.Unblock(UUID.randomUUID(), user("alice"), null, "test", NOW), offset++, NOW);

        assertThat(view.find(user("alice"), NOW)).isNull();
        assertThat(view.findInvalidation(user("alice"), NOW)).isNotNull();
        assertThat(view.refusal(List.of(user("alice")), _ -> null, NOW)).isInstanceOf(CloseReason.Invalidated.class);
        assertThat(view.refusal(List.of(user("alice")), _ -> NOW, NOW)).isNull();

        block(user("alice"), null);
        invalidate(user("alice"), NOW, Instant.EPOCH);

        assertThat(view.refusal(List.of(user("alice")), _ -> NOW, NOW)).isInstanceOf(CloseReason.Blocked.class);
        assertThat(view.findInvalidation(user("alice"), NOW)).isNull();
    }

    @Test
    void whose_invalidation_was_lifted_by_what_turned_out_aborted_is_closed() {
        invalidate(user("alice"), NOW, null);
        invalidate(user("alice"), NOW, Instant.EPOCH);
        FakeSession letIn = openWithToken(NOW.minusSeconds(1), user("alice"));
        FakeSession newer = openWithToken(NOW, user("alice"));

        BlocklistKey key = view.overlay().aborted(0, 1);
        assertThat(key).isEqualTo(BlocklistKey.invalidation(user("alice")));
        enforcer.closeIfRefused(BlocklistKey.invalidation(user("alice")));

        assertThat(letIn.closedFor()).isInstanceOf(CloseReason.Invalidated.class);
        assertThat(newer.closedFor()).isNull();
    }

    private Command.Invalidate invalidate(SubjectKey key, Instant issuedBefore, @Nullable Instant expiresAt) {
        Command.Invalidate command = new Command.Invalidate(UUID.randomUUID(), key, issuedBefore, expiresAt, null, null,
                "test", NOW);
        enforce(command, offset++, NOW);
        return command;
    }
}
