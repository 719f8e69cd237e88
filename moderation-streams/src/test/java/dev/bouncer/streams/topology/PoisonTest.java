package dev.bouncer.streams.topology;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.bouncer.streams.topology.Driven.header;
import static dev.bouncer.streams.topology.Driven.only;
import static dev.bouncer.streams.topology.Driven.user;
import static dev.bouncer.streams.topology.Driven.utf8;
import static org.assertj.core.api.Assertions.assertThat;

/** Whatever stands on the topic, it costs one record and stops nothing. */
final class PoisonTest {
    private static final String KEY = "block:chat:user:alice";

    private Driven driven = new Driven();

    @AfterEach
    void close() {
        driven.close();
    }

    @Test
    void poisonIsParkedAndTheGoodRecordsAroundItAreProcessed() {
        Map<String, String> poison = Map.of(
                "no json", "expected a JSON object",
                "", "expected a JSON object",
                "[]", "expected a JSON object, got an array",
                "{\"v\":2}", "v: expected 1, got 2",
                "{\"v\":1,\"id\":\"00000000-0000-0000-0000-000000000001\",\"type\":\"ban\",\"app\":\"chat\","
                        + "\"subject\":{\"kind\":\"user\",\"id\":\"alice\"}}",
                "type: expected block, unblock, terminate or invalidate, got 'ban'");
        driven.send(driven.block(user("before"), null));
        poison.forEach((value, error) -> {
            driven.send(KEY, value);
            assertThat(header(only(driven.deadLetters()), DeadLetters.ERROR)).contains(error);
            driven.send(driven.block(user("after " + value), null));
        });

        assertThat(driven.stored()).hasSize(1 + poison.size());
        assertThat(driven.audit()).hasSize(1 + poison.size());
        assertThat(driven.blocklist()).hasSize(1 + poison.size());
        assertThat(driven.count("malformed")).isEqualTo(poison.size());
        assertThat(driven.count("accepted")).isEqualTo(1 + poison.size());
    }

    @Test
    void deadLetterIsTheRecordAsReceivedAndTellsWhatAndWhere() {
        driven.send(driven.terminate(user("bob")));
        byte[] key = {(byte) 0xff, 0, 1};
        byte[] value = {0, (byte) 0xfe, 2};
        Headers headers = new RecordHeaders().add("traceparent", new byte[]{7}).add("error", utf8("mine"));
        driven.send(key, value, headers);

        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.headers().toArray()).containsExactly(
                new RecordHeaders().add("traceparent", new byte[]{7}).add("error", utf8("mine"))
                        .add("error", utf8("key: expected UTF-8"))
                        .add("source-topic", utf8("test.moderation.commands")).add("source-partition", utf8("0"))
                        .add("source-offset", utf8("1"))
                        .add("source-timestamp", utf8(Long.toString(Driven.START.toEpochMilli()))).toArray());
    }

    @Test
    void deadLetterIsDatedByTheApplicationsClockForItIsKeptFromThereOn() {
        driven.advance(Duration.ofDays(40));
        driven.sendAt(Driven.START, utf8(KEY), utf8("poison"));

        assertThat(only(driven.deadLetters()).getRecordTime()).isEqualTo(driven.now());
    }

    @Test
    void recordWithoutKeyIsParked() {
        driven.send(null, utf8("{}"), new RecordHeaders());

        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.key()).isNull();
        assertThat(header(letter, DeadLetters.ERROR)).isEqualTo("key: expected lane:app:kind:id, got none");
    }

    @Test
    void tombstoneUnderAKeyThatIsNoneIsParked() {
        driven.send("nonsense", null);

        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.key()).isEqualTo(utf8("nonsense"));
        assertThat(letter.value()).isNull();
    }

    @Test
    void commandUnderTheKeyOfAnotherIsParked() {
        Command.Block block = driven.block(user("bob"), null);
        driven.send(utf8(KEY), CommandJson.encode(block), new RecordHeaders());
        driven.send(utf8("terminate:chat:user:bob"), CommandJson.encode(block), new RecordHeaders());

        assertThat(driven.deadLetters()).hasSize(2);
        assertThat(driven.stored()).isEmpty();
    }

    @Test
    void poisonOfAMegabyteIsParkedWhole() {
        byte[] value = new byte[1024 * 1024];
        Arrays.fill(value, (byte) '{');
        driven.send(utf8(KEY), value, new RecordHeaders());

        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, DeadLetters.CUT_FROM)).isNull();
    }

    @Test
    void poisonLongerThanTheDeadLettersTakeIsCutForItWouldStopThePartition() {
        driven.close();
        driven = new Driven(1, 100_000);
        byte[] key = new byte[60_000];
        byte[] value = new byte[70_000];
        Arrays.fill(value, (byte) 'x');
        driven.send(key, value, new RecordHeaders().add("h", new byte[50_000]));
        driven.send(driven.block(user("after"), null));

        TestRecord<byte[], byte[]> letter = only(driven.deadLetters());
        assertThat(letter.key().length + letter.value().length).isLessThan(100_000 - 1_024);
        assertThat(letter.value()).containsOnly('x');
        assertThat(header(letter, "h")).isNull();
        assertThat(header(letter, DeadLetters.CUT_FROM)).isEqualTo("180017");
        assertThat(header(letter, DeadLetters.ERROR)).isNotNull();
        assertThat(driven.stored()).hasSize(1);
    }

    @Test
    void longErrorIsCut() {
        String name = "n".repeat(50_000);
        driven.send(KEY, "{\"" + name + "\":1,\"" + name + "\":2}");

        List<TestRecord<byte[], byte[]>> letters = driven.deadLetters();
        assertThat(header(only(letters), DeadLetters.ERROR)).hasSizeLessThanOrEqualTo(1_000).isNotEmpty();
    }
}
