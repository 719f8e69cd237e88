package dev.bouncer.streams.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.only;
import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** What each command leads to, in each state of the blocklist. */
final class CommandsTest {
    private static final SubjectKey ALICE = user("alice");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void blockIsPut() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);

        TestRecord<byte[], byte[]> told = only(driven.blocklist());
        assertThat(told.key()).isEqualTo(ALICE.bytes());
        assertThat(BlockJson.decode(told.value())).isEqualTo(BlockEntry.of(block));
        assertThat(driven.stored()).containsExactly(BlockEntry.of(block));
        assertThat(driven.rows("expiries")).hasSize(1);
        assertThat(driven.count("accepted")).isEqualTo(1);
    }

    @Test
    void auditEventHasTheCommandAsGivenItsPositionAndTheLogsTime() {
        driven.advance(Duration.ofSeconds(5));
        driven.send(driven.terminate(user("bob")));
        Command.Block block = driven.block(ALICE, HOUR);
        Instant appended = driven.now().minusMillis(70);
        driven.sendAt(appended, block);

        List<TestRecord<byte[], byte[]>> audit = driven.audit();
        assertThat(audit.get(1).key()).isEqualTo(ALICE.bytes());
        assertThat(audit.get(1).headers()).isEmpty();
        assertThat(audit.get(1).getRecordTime()).isEqualTo(appended);
        assertThat(Driven.event(audit.get(1)))
                .isEqualTo(new AuditEvent.Accepted(block, new Position(0, 1), null, appended));
    }

    @Test
    void blocklistRecordTellsTheOffsetOfItsCommandAndNothingElse() {
        driven.send(driven.terminate(ALICE));
        driven.send(driven.block(ALICE, HOUR));

        assertThat(only(driven.blocklist()).headers().toArray()).containsExactly(SourceOffset.header(1));
    }

    @Test
    void blocklistRecordIsDatedByTheApplicationsClockForTheCompactionLagCountsFromThere() {
        Command.Block block = driven.block(ALICE, null);
        driven.advance(Duration.ofDays(3));
        driven.sendAt(Driven.START, block);

        assertThat(only(driven.blocklist()).getRecordTime()).isEqualTo(Driven.START.plus(Duration.ofDays(3)));
    }

    @Test
    void traceContextIsHandedOnAndOtherHeadersAreNot() {
        Command.Block block = driven.block(ALICE, HOUR);
        Headers headers = new RecordHeaders().add("traceparent", new byte[]{1}).add("x-mine", new byte[]{2})
                .add("tracestate", new byte[]{3});
        driven.send(block.key().bytes(), CommandJson.encode(block), headers);

        RecordHeader parent = new RecordHeader("traceparent", new byte[]{1});
        RecordHeader state = new RecordHeader("tracestate", new byte[]{3});
        assertThat(only(driven.audit()).headers().toArray()).containsExactly(parent, state);
        assertThat(only(driven.blocklist()).headers().toArray()).containsExactly(parent, state,
                SourceOffset.header(0));
    }

    @Test
    void traceHeadersAreHandedOnUpToTheirFullLengthOnly() {
        Command.Block block = driven.block(ALICE, HOUR);
        Headers longest = new RecordHeaders().add("traceparent", new byte[55]).add("tracestate", new byte[512]);
        driven.send(block.key().bytes(), CommandJson.encode(block), longest);
        assertThat(only(driven.audit()).headers().toArray()).containsExactly(longest.toArray());
        driven.blocklist();

        Command.Block next = driven.block(ALICE, HOUR);
        Headers tooLong = new RecordHeaders().add("traceparent", new byte[56]).add("tracestate", new byte[513]);
        driven.send(next.key().bytes(), CommandJson.encode(next), tooLong);
        assertThat(only(driven.audit()).headers()).isEmpty();
        assertThat(only(driven.blocklist()).headers().toArray()).containsExactly(SourceOffset.header(1));
    }

    @Test
    void blockReplacesTheOneInForce() {
        Command.Block first = driven.block(ALICE, HOUR);
        Command.Block second = driven.block(ALICE, null);
        driven.send(first);
        driven.send(second);

        assertThat(driven.events().get(1)).isEqualTo(
                new AuditEvent.Accepted(second, new Position(0, 1), BlockEntry.of(first), driven.now()));
        assertThat(driven.stored()).containsExactly(BlockEntry.of(second));
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void blockAfterTheEndOfAnotherFindsThatOneExpired() {
        Command.Block first = driven.block(ALICE, HOUR);
        driven.send(first);
        driven.advance(HOUR);
        Command.Block second = driven.block(ALICE, HOUR);
        driven.send(second);

        assertThat(driven.events().subList(1, 3)).containsExactly(
                new AuditEvent.Expired(BlockEntry.of(first), driven.now()),
                new AuditEvent.Accepted(second, new Position(0, 1), null, driven.now()));
        assertThat(driven.stored()).containsExactly(BlockEntry.of(second));
        assertThat(driven.rows("expiries")).hasSize(1);
        assertThat(driven.blocklist()).hasSize(2);
    }

    @Test
    void blockOneMillisecondBeforeTheEndOfAnotherReplacesIt() {
        Command.Block first = driven.block(ALICE, HOUR);
        driven.send(first);
        driven.advance(HOUR.minusMillis(1));
        driven.send(driven.block(ALICE, HOUR));

        assertThat(driven.events()).hasSize(2).last().isInstanceOfSatisfying(AuditEvent.Accepted.class,
                accepted -> assertThat(accepted.replaced()).isEqualTo(BlockEntry.of(first)));
    }

    @Test
    void blockThatEndedOnItsWayIsAuditedAndLeavesATombstone() {
        Command.Block block = driven.block(ALICE, Duration.ZERO);
        driven.send(block);

        assertThat(driven.events())
                .containsExactly(new AuditEvent.Accepted(block, new Position(0, 0), null, driven.now()));
        assertTombstone(only(driven.blocklist()), 0);
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void blockThatEndedOnItsWayReplacesTheOneInForceByNothing() {
        Command.Block first = driven.block(ALICE, HOUR);
        driven.send(first);
        driven.send(driven.block(ALICE, Duration.ofDays(-1)));

        assertThat(driven.events()).last().isInstanceOfSatisfying(AuditEvent.Accepted.class,
                accepted -> assertThat(accepted.replaced()).isEqualTo(BlockEntry.of(first)));
        assertTombstone(driven.blocklist().get(1), 1);
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void unblockLifts() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);
        Command.Unblock unblock = driven.unblock(ALICE);
        driven.send(unblock);

        assertThat(driven.events()).last().isEqualTo(
                new AuditEvent.Accepted(unblock, new Position(0, 1), BlockEntry.of(block), driven.now()));
        assertTombstone(driven.blocklist().get(1), 1);
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void unblockOfNobodyIsAuditedAndLeavesATombstone() {
        Command.Unblock unblock = driven.unblock(ALICE);
        driven.send(unblock);

        assertThat(driven.events())
                .containsExactly(new AuditEvent.Accepted(unblock, new Position(0, 0), null, driven.now()));
        assertTombstone(only(driven.blocklist()), 0);
    }

    @Test
    void unblockAfterTheEndFindsTheBlockExpiredAndLiftsNothing() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);
        driven.advance(HOUR);
        Command.Unblock unblock = driven.unblock(ALICE);
        driven.send(unblock);

        assertThat(driven.events().subList(1, 3)).containsExactly(
                new AuditEvent.Expired(BlockEntry.of(block), driven.now()),
                new AuditEvent.Accepted(unblock, new Position(0, 1), null, driven.now()));
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void terminateIsAuditedAndTouchesNoBlock() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);
        driven.blocklist();
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);

        assertThat(driven.events()).last()
                .isEqualTo(new AuditEvent.Accepted(terminate, new Position(0, 1), null, driven.now()));
        assertThat(driven.blocklist()).isEmpty();
        assertThat(driven.stored()).containsExactly(BlockEntry.of(block));
        assertThat(driven.rows("expiries")).hasSize(1);
    }

    @Test
    void tombstoneFromOutsideIsAnUnblockByKafka() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);
        driven.send("block:chat:user:alice", null);

        assertThat(driven.events()).last().isInstanceOfSatisfying(AuditEvent.Accepted.class, accepted -> {
            assertThat(accepted.command()).isInstanceOf(Command.Unblock.class);
            assertThat(accepted.command().actor()).isEqualTo("kafka");
            assertThat(accepted.replaced()).isEqualTo(BlockEntry.of(block));
        });
        assertTombstone(driven.blocklist().get(1), 1);
        assertThat(driven.stored()).isEmpty();
    }

    @Test
    void tombstoneOfATerminateSaysNothing() {
        driven.send("terminate:chat:user:alice", null);

        assertThat(driven.audit()).isEmpty();
        assertThat(driven.blocklist()).isEmpty();
        assertThat(driven.deadLetters()).isEmpty();
        assertThat(driven.count("cleared")).isEqualTo(1);
    }

    @Test
    void sameSubjectInAnotherAppIsAnother() {
        driven.send(driven.block(ALICE, HOUR));
        driven.send(driven.unblock(SubjectKey.of("game", ALICE.subject().kind(), "alice")));

        assertThat(driven.stored()).hasSize(1);
    }

    private static void assertTombstone(TestRecord<byte[], byte[]> told, long offset) {
        assertThat(told.key()).isEqualTo(ALICE.bytes());
        assertThat(told.value()).isNull();
        assertThat(told.headers().toArray()).containsExactly(SourceOffset.header(offset));
    }
}
