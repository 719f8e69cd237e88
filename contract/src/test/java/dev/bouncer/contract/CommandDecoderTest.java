package dev.bouncer.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.APPENDED;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.BLOCK_JSON;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.INVALIDATE;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.TERMINATE;
import static dev.bouncer.contract.Samples.UNBLOCK;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class CommandDecoderTest {
    private static final int PARTITIONS = 6;
    private static final long OFFSET = 812;
    private static final SubjectKey RANGE = SubjectKey.of("chat", SubjectKind.IP, "2001:db8::/32");

    private final CommandDecoder decoder = new CommandDecoder(PARTITIONS);

    private Decoded decode(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return decoder.decode(partition, OFFSET, APPENDED.toEpochMilli(), key, value);
    }

    private static int home(Command command) {
        return command.key().partition(PARTITIONS);
    }

    private static int elsewhere(Command command) {
        return (home(command) + 1) % PARTITIONS;
    }

    @Test
    void commandInItsPlaceIsValid() {
        for (Command command : List.of(BLOCK, UNBLOCK, TERMINATE, INVALIDATE)) {
            assertThat(decode(home(command), command.key().bytes(), CommandJson.encode(command)))
                    .isEqualTo(new Decoded.Valid(command, new Position(home(command), OFFSET), APPENDED));
        }
    }

    @Test
    void appendTimeStandsInForAnAbsentOne() {
        byte[] value = utf8(BLOCK_JSON.replace(",\"issued_at\":\"2026-11-01T09:30:00.250Z\"", ""));

        assertThat(decode(home(BLOCK), BLOCK.key().bytes(), value)).isInstanceOfSatisfying(Decoded.Valid.class,
                valid -> assertThat(valid.command().issuedAt()).isEqualTo(APPENDED));
    }

    @Test
    void tombstoneInTheBlockLaneIsAnUnblockWithOneIdWhoeverReadsIt() {
        Decoded first = decode(home(BLOCK), BLOCK.key().bytes(), null);
        Decoded again = new CommandDecoder(PARTITIONS).decode(home(BLOCK), OFFSET, APPENDED.toEpochMilli(),
                BLOCK.key().bytes(), null);

        // The id is pinned: edges and moderation-streams of different releases must agree on it.
        assertThat(first).isEqualTo(again).isEqualTo(new Decoded.Valid(
                new Command.Unblock(UUID.fromString("f69bedbe-4c62-338f-90a9-2c570d1f7e2f"), ALICE,
                        "tombstone on the commands topic", "kafka", APPENDED),
                new Position(home(BLOCK), OFFSET), APPENDED));
    }

    @Test
    void tombstoneInTheInvalidateLaneLiftsWhateverTheClocksSay() {
        Decoded decoded = decode(home(INVALIDATE), INVALIDATE.key().bytes(), null);

        assertThat(decoded).isEqualTo(new Decoded.Valid(
                new Command.Invalidate(UUID.fromString("b3b22f3c-cfe1-34cf-aabe-001954c2efa6"), ALICE, Instant.EPOCH,
                        Instant.EPOCH,
                        "tombstone on the commands topic", null, "kafka", APPENDED),
                new Position(home(INVALIDATE), OFFSET), APPENDED));
    }

    @Test
    void tombstoneInTheInvalidateLaneOfWhatHasNoTokensIsMalformed() {
        CommandKey key = new CommandKey(Lane.INVALIDATE, RANGE);

        assertThat(decode(key.partition(PARTITIONS), key.bytes(), null)).isEqualTo(new Decoded.Malformed(
                "subject kind: expected user or device to invalidate the tokens of, got ip"));
    }

    @Test
    void everyTombstoneHasItsOwnId() {
        byte[] key = BLOCK.key().bytes();

        assertThat(List.of(decoder.decode(home(BLOCK), 1, 5, key, null), decoder.decode(home(BLOCK), 2, 5, key, null),
                decoder.decode(home(BLOCK), 1, 6, key, null)))
                .extracting(decoded -> ((Decoded.Valid) decoded).command().id()).doesNotHaveDuplicates();
    }

    @Test
    void tombstoneInTheTerminateLaneSaysNothing() {
        assertThat(decode(home(TERMINATE), TERMINATE.key().bytes(), null)).isEqualTo(new Decoded.Cleared());
        assertThat(decode(elsewhere(TERMINATE), TERMINATE.key().bytes(), null)).isEqualTo(new Decoded.Cleared());
    }

    @Test
    void tombstoneOutOfPlaceSaysNothing() {
        assertThat(decode(elsewhere(BLOCK), BLOCK.key().bytes(), null)).isEqualTo(new Decoded.Cleared());
    }

    @Test
    void commandInAnotherPartitionIsMisplaced() {
        for (Command command : List.of(BLOCK, UNBLOCK, TERMINATE, INVALIDATE)) {
            assertThat(decode(elsewhere(command), command.key().bytes(), CommandJson.encode(command)))
                    .isEqualTo(new Decoded.Misplaced(command.key()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:DB8::/32", "2001:db8:0::/32", "2001:db8::1/32"})
    void commandUnderAnotherSpellingOfItsKeyIsMisplacedWhereverItStands(String spelling) {
        byte[] key = utf8("block:chat:ip:" + spelling);
        Command.Block block = new Command.Block(ID, RANGE, null, null, null, "a", ISSUED);
        byte[] value = utf8(Samples.text(CommandJson.encode(block)).replace("2001:db8::/32", spelling));

        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(decode(partition, key, value)).isEqualTo(new Decoded.Misplaced(block.key()));
            assertThat(decode(partition, key, null)).isEqualTo(new Decoded.Cleared());
        }
    }

    @Test
    void spellingOfTheValueAloneIsOfNoAccount() {
        Command.Block block = new Command.Block(ID, RANGE, null, null, null, "a", ISSUED);
        byte[] value = utf8(Samples.text(CommandJson.encode(block)).replace("2001:db8::/32", "2001:DB8::7/32"));

        assertThat(decode(home(block), block.key().bytes(), value))
                .isEqualTo(new Decoded.Valid(block, new Position(home(block), OFFSET), APPENDED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            terminate:chat:user:alice | expected the key of the command, 'block:chat:user:alice', got 'terminate:chat:user:alice'
            block:game:user:alice     | expected the key of the command, 'block:chat:user:alice', got 'block:game:user:alice'
            block:chat:token:alice    | expected the key of the command, 'block:chat:user:alice', got 'block:chat:token:alice'
            block:chat:user:bob       | expected the key of the command, 'block:chat:user:alice', got 'block:chat:user:bob'
            block:chat:user:alice:    | expected the key of the command, 'block:chat:user:alice', got 'block:chat:user:alice:'
            """)
    void keyAndValueMustAgree(String key, String error) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(decode(partition, utf8(key), utf8(BLOCK_JSON))).isEqualTo(new Decoded.Malformed(error));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                | key: expected lane:app:kind:id, got ''
            alice             | key: expected lane:app:kind:id, got 'alice'
            chat:user:alice   | key: expected the lane block, terminate or invalidate, got 'chat'
            unblock:chat:user:alice | key: expected the lane block, terminate or invalidate, got 'unblock'
            block:chat:user   | key: expected app:kind:id, got 'chat:user'
            block:chat:u:a    | subject kind: expected one of user, token, ip, device, app, got 'u'
            block::user:a     | app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got ''
            block:chat:user:  | subject id: expected 1 to 256 characters, got none
            block:chat:ip:10.0.0.256 | ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got '10.0.0.256'
            """)
    void keyThatIsNoneIsMalformedWithAndWithoutAValue(String key, String error) {
        assertThat(decode(0, utf8(key), utf8(BLOCK_JSON))).isEqualTo(new Decoded.Malformed(error));
        assertThat(decode(0, utf8(key), null)).isEqualTo(new Decoded.Malformed(error));
    }

    @Test
    void absentKeyIsMalformed() {
        Decoded malformed = new Decoded.Malformed("key: expected lane:app:kind:id, got none");

        assertThat(decode(0, null, utf8(BLOCK_JSON))).isEqualTo(malformed);
        assertThat(decode(0, null, null)).isEqualTo(malformed);
    }

    @Test
    void keyInOtherBytesThanUtf8IsMalformed() {
        byte[] key = utf8("block:chat:user:alice");
        key[key.length - 1] = (byte) 0xe9;

        assertThat(decode(0, key, utf8(BLOCK_JSON))).isEqualTo(new Decoded.Malformed("key: expected UTF-8"));
    }

    @Test
    void valueThatIsNoCommandIsMalformed() {
        malformed("", "expected a JSON object, got nothing");
        malformed("{\"v\":2}", "v: expected 1, got 2");
        malformed(BLOCK_JSON.replace("\"block\"", "\"ban\""),
                "type: expected block, unblock, terminate or invalidate, got 'ban'");
        malformed(BLOCK_JSON + " ".repeat(CommandJson.MAX_BYTES), "expected at most 65536 bytes, got "
                + (CommandJson.MAX_BYTES + utf8(BLOCK_JSON).length));
        malformed("[".repeat(60_000), "expected a JSON object, got malformed JSON: ");
        malformed("{\"a\":".repeat(10_000), "expected a JSON object, got malformed JSON: ");
    }

    private void malformed(String value, String start) {
        assertThat(decode(home(BLOCK), BLOCK.key().bytes(), utf8(value))).isInstanceOfSatisfying(
                Decoded.Malformed.class, malformed -> assertThat(malformed.error()).startsWith(start));
    }

    @Test
    void timeThatNobodyCanWriteIsMalformed() {
        byte[] value = utf8(BLOCK_JSON.replace(",\"issued_at\":\"2026-11-01T09:30:00.250Z\"", ""));

        assertThat(decoder.decode(home(BLOCK), OFFSET, Long.MAX_VALUE, BLOCK.key().bytes(), value))
                .isInstanceOfSatisfying(Decoded.Malformed.class, malformed -> assertThat(malformed.error())
                        .startsWith("issued_at: expected a time in the years 1 to 9999, got "));
    }

    @Test
    void refusesATopicWithoutPartitions() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandDecoder(0))
                .withMessage("partitions: expected at least 1, got 0");
    }
}
