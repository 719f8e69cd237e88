package dev.bouncer.streams.topology;

import java.time.Duration;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.only;
import static dev.bouncer.streams.topology.Driven.user;
import static org.assertj.core.api.Assertions.assertThat;

/** A command that comes twice is one command; edges hear of each of its records. */
final class DuplicatesTest {
    private static final SubjectKey ALICE = user("alice");

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void duplicateIsNotAuditedAndRestatesTheBlock() {
        Command.Block block = driven.block(ALICE, null);
        driven.send(block);
        driven.send(block);

        assertThat(driven.events()).hasSize(1);
        TestRecord<byte[], byte[]> restated = driven.blocklist().get(1);
        assertThat(BlockJson.decode(restated.value())).isEqualTo(BlockEntry.of(block));
        assertThat(restated.headers().toArray()).containsExactly(SourceOffset.header(1));
        assertThat(driven.count("accepted")).isEqualTo(1);
        assertThat(driven.count("duplicate")).isEqualTo(1);
    }

    @Test
    void duplicateOfALiftedBlockDoesNotBringItBack() {
        Command.Block block = driven.block(ALICE, null);
        driven.send(block);
        driven.send(driven.unblock(ALICE));
        driven.blocklist();
        driven.send(block);

        TestRecord<byte[], byte[]> restated = only(driven.blocklist());
        assertThat(restated.value()).isNull();
        assertThat(restated.headers().toArray()).containsExactly(SourceOffset.header(2));
        assertThat(driven.stored()).isEmpty();
    }

    @Test
    void duplicateOfAReplacedBlockRestatesTheOneThatReplacedIt() {
        Command.Block first = driven.block(ALICE, Duration.ofHours(1));
        Command.Block second = driven.block(ALICE, null);
        driven.send(first);
        driven.send(second);
        driven.send(first);

        assertThat(BlockJson.decode(driven.blocklist().get(2).value())).isEqualTo(BlockEntry.of(second));
        assertThat(driven.stored()).containsExactly(BlockEntry.of(second));
        assertThat(driven.rows("expiries")).isEmpty();
    }

    @Test
    void duplicateTerminateLeadsToNothing() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);
        driven.send(terminate);

        assertThat(driven.events()).hasSize(1);
        assertThat(driven.blocklist()).isEmpty();
        assertThat(driven.count("duplicate")).isEqualTo(1);
    }

    @Test
    void duplicateIsKnownUntilTheWindowEnds() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);
        driven.advance(Driven.WINDOW.minusMillis(1));
        driven.send(terminate);

        assertThat(driven.events()).hasSize(1);
    }

    @Test
    void commandIsNewAgainWhenTheWindowEnds() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);
        driven.advance(Driven.WINDOW);
        driven.send(terminate);

        assertThat(driven.events()).hasSize(2);
        assertThat(driven.count("duplicate")).isZero();
    }

    @Test
    void windowCountsFromTheFirstTime() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);
        driven.advance(Driven.WINDOW.dividedBy(2));
        driven.send(terminate);
        driven.advance(Driven.WINDOW.dividedBy(2));
        driven.send(terminate);

        assertThat(driven.events()).hasSize(2);
    }

    @Test
    void duplicateIsKnownWhereTheBrokersClockWentBack() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.advance(Duration.ofSeconds(10));
        driven.send(terminate);
        driven.sendAt(driven.now().minusSeconds(3), terminate);

        assertThat(driven.events()).hasSize(1);
    }

    @Test
    void windowIsByTheLogsClockWhateverTheApplicationsSays() {
        Command.Terminate terminate = driven.terminate(ALICE);
        driven.send(terminate);
        driven.advance(Duration.ofDays(3));
        driven.sendAt(Driven.START.plusSeconds(1), terminate);

        assertThat(driven.events()).hasSize(1);
    }
}
