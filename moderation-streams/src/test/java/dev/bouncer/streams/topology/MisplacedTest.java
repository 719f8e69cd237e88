package dev.bouncer.streams.topology;

import java.util.List;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.header;
import static dev.bouncer.streams.topology.Driven.only;
import static dev.bouncer.streams.topology.Driven.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands under another spelling of their key, in the one partition that the driver has; it hands what is forwarded to
 * the topology again, as a broker would. Other partitions: {@link PlacementTest}.
 */
final class MisplacedTest {
    private static final SubjectKey RANGE = SubjectKey.of("chat", SubjectKind.IP, "2001:db8::/32");
    private static final byte[] RAW = utf8("block:chat:ip:2001:DB8:0::/32");

    private final Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void commandIsForwardedAsItIsUnderItsOwnKeyAndATombstoneTakesItsPlace() {
        byte[] value = CommandJson.encode(driven.block(RANGE, null));
        driven.send(RAW, value, new RecordHeaders().add("traceparent", new byte[]{7}));

        List<TestRecord<byte[], byte[]>> forwarded = driven.forwarded();
        assertThat(forwarded).hasSize(2);
        assertThat(forwarded.get(0).key()).isEqualTo(utf8("block:chat:ip:2001:db8::/32"));
        assertThat(forwarded.get(0).value()).isEqualTo(value);
        assertThat(forwarded.get(0).headers().toArray()).containsExactly(new RecordHeaders()
                .add("traceparent", new byte[]{7}).add("forwarded-from", utf8("0/0")).toArray());
        assertThat(forwarded.get(1).key()).isEqualTo(RAW);
        assertThat(forwarded.get(1).value()).isNull();
        assertThat(forwarded.get(1).headers()).isEmpty();
        assertThat(driven.count("misplaced")).isEqualTo(1);
    }

    @Test
    void headersThatCouldMakeTheForwardedCommandTooLongStayBehind() {
        driven.send(RAW, CommandJson.encode(driven.block(RANGE, null)),
                new RecordHeaders().add("x-mine", new byte[]{1}).add("traceparent", new byte[56])
                        .add("tracestate", new byte[512]));

        assertThat(driven.forwarded().getFirst().headers().toArray()).containsExactly(new RecordHeaders()
                .add("tracestate", new byte[512]).add("forwarded-from", utf8("0/0")).toArray());
    }

    @Test
    void forwardedCommandIsActedOnOnceAndWhereItCameTo() {
        Command.Block block = driven.block(RANGE, null);
        driven.send(RAW, CommandJson.encode(block), new RecordHeaders());

        assertThat(driven.events())
                .containsExactly(new AuditEvent.Accepted(block, new Position(0, 1), null, driven.now()));
        assertThat(only(driven.blocklist()).headers().toArray()).containsExactly(SourceOffset.header(1));
        assertThat(driven.stored()).containsExactly(BlockEntry.of(block));
        assertThat(driven.count("cleared")).as("the tombstone").isEqualTo(1);
        assertThat(driven.deadLetters()).isEmpty();
    }

    @Test
    void replayOfThePartitionDoesNotForwardAgain() {
        driven.send(driven.block(RANGE, null));
        driven.send(RAW, null, new RecordHeaders());

        assertThat(driven.forwarded()).isEmpty();
        assertThat(driven.events()).hasSize(1);
        assertThat(driven.stored()).as("the tombstone is of another key").hasSize(1);
    }

    @Test
    void commandThatIsMisplacedWhereItWasForwardedToIsParked() {
        byte[] value = CommandJson.encode(driven.block(RANGE, null));
        driven.send(RAW, value, new RecordHeaders().add("forwarded-from", utf8("3/812")));

        assertThat(driven.forwarded()).isEmpty();
        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, DeadLetters.ERROR))
                .isEqualTo("moved once and misplaced again: expected to belong into partition 0");
        assertThat(driven.count("malformed")).isEqualTo(1);
        assertThat(driven.count("misplaced")).isZero();
    }
}
