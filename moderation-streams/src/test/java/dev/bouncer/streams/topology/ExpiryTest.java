package dev.bouncer.streams.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.CommandProcessor.EXPIRY_INTERVAL;
import static dev.bouncer.streams.topology.CommandProcessor.EXPIRY_SLICE;
import static dev.bouncer.streams.topology.Driven.GRACE;
import static dev.bouncer.streams.topology.Driven.only;
import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** Ended blocks are cleared away by the clock, a grace later and a slice at a time. */
final class ExpiryTest {
    private static final SubjectKey ALICE = user("alice");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void nothingHappensAtTheEndItself() {
        driven.send(driven.block(ALICE, HOUR));
        driven.advance(HOUR);

        assertThat(driven.events()).hasSize(1);
        assertThat(driven.stored()).hasSize(1);
    }

    @Test
    void nothingHappensOneSweepBeforeTheGraceIsOver() {
        driven.send(driven.block(ALICE, HOUR));
        driven.advance(HOUR.plus(GRACE).minus(EXPIRY_INTERVAL));

        assertThat(driven.events()).hasSize(1);
        assertThat(driven.stored()).hasSize(1);
    }

    @Test
    void blockExpiresWhenTheGraceIsOver() {
        Command.Block block = driven.block(ALICE, HOUR);
        driven.send(block);
        driven.blocklist();
        driven.audit();
        driven.advance(HOUR.plus(GRACE));

        TestRecord<byte[], byte[]> audit = only(driven.audit());
        assertThat(audit.key()).isEqualTo(ALICE.bytes());
        assertThat(Driven.event(audit)).isEqualTo(new AuditEvent.Expired(BlockEntry.of(block), driven.now()));
        TestRecord<byte[], byte[]> told = only(driven.blocklist());
        assertThat(told.key()).isEqualTo(ALICE.bytes());
        assertThat(told.value()).isNull();
        assertThat(told.headers()).as("no command led to it").isEmpty();
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
        assertThat(driven.meters.get("bouncer.streams.blocks.expired").counter().count()).isEqualTo(1);
    }

    @Test
    void blockExpiresOnce() {
        driven.send(driven.block(ALICE, HOUR));
        driven.advance(HOUR.plus(GRACE));
        driven.advance(HOUR);
        driven.send(driven.unblock(ALICE));

        assertThat(driven.events()).hasSize(3).last().isInstanceOfSatisfying(AuditEvent.Accepted.class,
                accepted -> assertThat(accepted.replaced()).isNull());
    }

    @Test
    void blockForEverDoesNotExpire() {
        driven.send(driven.block(ALICE, null));
        driven.advance(Duration.ofDays(36_500));

        assertThat(driven.events()).hasSize(1);
        assertThat(driven.stored()).hasSize(1);
    }

    @Test
    void replacedAndLiftedBlocksDoNotExpire() {
        driven.send(driven.block(ALICE, HOUR));
        driven.send(driven.block(ALICE, HOUR.multipliedBy(3)));
        driven.send(driven.block(user("bob"), HOUR));
        driven.send(driven.unblock(user("bob")));
        driven.audit();
        driven.advance(HOUR.plus(GRACE));

        assertThat(driven.audit()).isEmpty();
        assertThat(driven.stored()).hasSize(1);
    }

    @Test
    void blockWhoseEndIsBroughtForwardExpiresThen() {
        driven.send(driven.block(ALICE, HOUR.multipliedBy(3)));
        driven.advance(HOUR);
        driven.send(driven.block(ALICE, Duration.ofMinutes(1)));
        driven.audit();
        driven.advance(Duration.ofMinutes(1).plus(GRACE));

        assertThat(driven.events()).hasOnlyElementsOfType(AuditEvent.Expired.class).hasSize(1);
        assertThat(driven.stored()).isEmpty();
    }

    @Test
    void blocksExpireInTheOrderOfTheirEnds() {
        driven.send(driven.block(user("c"), Duration.ofSeconds(10)));
        driven.send(driven.block(user("a"), Duration.ofSeconds(30)));
        driven.send(driven.block(user("b"), Duration.ofSeconds(20)));
        driven.audit();
        driven.advance(HOUR);

        assertThat(driven.events()).extracting(event -> event.subject().subject().id()).containsExactly("c", "b",
                "a");
    }

    @Test
    void sweepTakesASliceAndTheNextOneGoesOn() {
        for (int i = 0; i < EXPIRY_SLICE + 3; i++) {
            driven.send(driven.block(user("user-" + i), HOUR));
        }
        driven.audit();
        driven.advance(HOUR.plus(GRACE));
        List<AuditEvent> expired = new ArrayList<>(driven.events());
        assertThat(expired).hasSize(EXPIRY_SLICE);

        driven.advance(EXPIRY_INTERVAL);
        expired.addAll(driven.events());
        assertThat(expired).hasSize(EXPIRY_SLICE + 3).doesNotHaveDuplicates();
        assertThat(driven.stored()).isEmpty();
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void blockThatEndsBeforeTheLastSweptOnesIsFoundToo() {
        Command.Block late = driven.block(user("bob"), Duration.ofMinutes(5));
        driven.send(driven.block(ALICE, HOUR));
        driven.advance(HOUR.plus(GRACE));
        driven.audit();
        // The application lags: by the log's clock it is still early, and this block is in force.
        driven.sendAt(Driven.START.plusSeconds(1), late);
        assertThat(driven.stored()).hasSize(1);
        driven.advance(Backlog.QUIET);

        assertThat(driven.events()).hasSize(2).last().isInstanceOf(AuditEvent.Expired.class);
        assertThat(driven.stored()).isEmpty();
    }

    @Test
    void blockThatWasLiftedWhileTheApplicationWasBehindDoesNotExpire() {
        Instant then = driven.now();
        Command.Block first = driven.block(ALICE, HOUR);
        Command.Block last = driven.block(user("bob"), HOUR);
        Command.Unblock unblock = driven.unblock(ALICE);
        driven.advance(HOUR.multipliedBy(2));
        driven.sendAt(then, first);
        driven.sendAt(then, last);
        driven.advance(Backlog.QUIET.minus(EXPIRY_INTERVAL));
        driven.sendAt(then.plusSeconds(1), unblock);
        driven.advance(Backlog.QUIET.minus(EXPIRY_INTERVAL));

        assertThat(driven.events()).extracting(AuditEvent::getClass).containsOnly(AuditEvent.Accepted.class).hasSize(3);
        driven.advance(EXPIRY_INTERVAL);
        assertThat(only(driven.events())).isEqualTo(new AuditEvent.Expired(BlockEntry.of(last), driven.now()));
    }

    @Test
    void nothingExpiresJustAfterTheStart() {
        Command.Block block = driven.block(ALICE, Duration.ofSeconds(1).minus(GRACE));
        driven.sendAt(driven.now().minus(GRACE), block);
        driven.advance(Backlog.QUIET.minus(EXPIRY_INTERVAL));
        assertThat(driven.events()).hasSize(1);
    }
}
