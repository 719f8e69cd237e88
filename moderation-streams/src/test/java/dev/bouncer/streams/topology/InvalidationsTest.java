package dev.bouncer.streams.topology;

import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** Invalidations take the way of blocks, in rows of their own. */
final class InvalidationsTest {
    private static final SubjectKey ALICE = user("alice");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void invalidationIsPutBesideTheBlock() {
        Command.Block block = driven.block(ALICE, HOUR);
        Command.Invalidate invalidate = driven.invalidate(ALICE, HOUR);
        driven.send(block);
        driven.send(invalidate);

        TestRecord<byte[], byte[]> told = driven.blocklist().getLast();
        assertThat(told.key()).isEqualTo(BlocklistKey.invalidation(ALICE).bytes());
        assertThat(BlockJson.decode(told.value())).isEqualTo(BlockEntry.of(invalidate));
        assertThat(SourceOffset.read(told.headers())).hasValue(1);
        assertThat(driven.stored()).containsExactly(BlockEntry.of(invalidate), BlockEntry.of(block));
        TestRecord<byte[], byte[]> audit = driven.audit().getLast();
        assertThat(audit.key()).isEqualTo(ALICE.bytes());
        assertThat(Driven.event(audit))
                .isEqualTo(new AuditEvent.Accepted(invalidate, new Position(0, 1), null, driven.now()));
        assertThat(driven.history(ALICE)).hasSize(2);
    }

    @Test
    void laterInvalidationReplacesWhicheverTimesItNames() {
        Command.Invalidate first = driven.invalidate(ALICE, HOUR);
        Command.Invalidate second = new Command.Invalidate(driven.terminate(ALICE).id(), ALICE,
                first.issuedBefore().minusSeconds(60), null, null, null, "backend-2", driven.now());
        driven.send(first);
        driven.send(second);

        assertThat(driven.stored()).containsExactly(BlockEntry.of(second));
        assertThat(driven.rows("expiries")).isEmpty();
        assertThat(driven.events().getLast()).isEqualTo(
                new AuditEvent.Accepted(second, new Position(0, 1), BlockEntry.of(first), driven.now()));
    }

    @Test
    void oneThatHasEndedLiftsWhatWasThereAndLeavesTheBlock() {
        Command.Block block = driven.block(ALICE, null);
        Command.Invalidate invalidate = driven.invalidate(ALICE, HOUR);
        Command.Invalidate lift = Command.Invalidate.lift(driven.terminate(ALICE).id(), ALICE, "a mistake", "backend-1",
                driven.now());
        List.of(block, invalidate, lift).forEach(driven::send);

        TestRecord<byte[], byte[]> told = driven.blocklist().getLast();
        assertThat(told.key()).isEqualTo(BlocklistKey.invalidation(ALICE).bytes());
        assertThat(told.value()).isNull();
        assertThat(SourceOffset.read(told.headers())).hasValue(2);
        assertThat(driven.stored()).containsExactly(BlockEntry.of(block));
        assertThat(driven.events().getLast()).isEqualTo(
                new AuditEvent.Accepted(lift, new Position(0, 2), BlockEntry.of(invalidate), driven.now()));
    }

    @Test
    void tombstoneInTheLaneLiftsToo() {
        Command.Invalidate invalidate = driven.invalidate(ALICE, HOUR);
        driven.send(invalidate);
        driven.send("invalidate:chat:user:alice", null);

        assertThat(driven.stored()).isEmpty();
        assertThat(driven.events().getLast()).isInstanceOfSatisfying(AuditEvent.Accepted.class, accepted -> {
            assertThat(accepted.command().actor()).isEqualTo("kafka");
            assertThat(accepted.replaced()).isEqualTo(BlockEntry.of(invalidate));
        });
    }

    @Test
    void invalidationExpiresAndTheBlockOfTheSameEndAfterIt() {
        Command.Invalidate invalidate = driven.invalidate(ALICE, HOUR);
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(invalidate);
        driven.send(block);
        driven.events();
        driven.blocklist();
        driven.advance(HOUR.plus(Driven.GRACE));

        assertThat(driven.events()).containsExactly(
                new AuditEvent.Expired(BlockEntry.of(invalidate), driven.now()),
                new AuditEvent.Expired(BlockEntry.of(block), driven.now()));
        assertThat(driven.blocklist()).extracting(TestRecord::key).containsExactly(
                BlocklistKey.invalidation(ALICE).bytes(), ALICE.bytes());
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void duplicateRestatesTheRow() {
        Command.Invalidate invalidate = driven.invalidate(ALICE, HOUR);
        driven.send(invalidate);
        driven.send(invalidate);

        assertThat(driven.events()).hasSize(1);
        List<TestRecord<byte[], byte[]>> told = driven.blocklist();
        assertThat(told).hasSize(2);
        assertThat(BlockJson.decode(told.get(1).value())).isEqualTo(BlockEntry.of(invalidate));
        assertThat(SourceOffset.read(told.get(1).headers())).hasValue(1);
    }
}
