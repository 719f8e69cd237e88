package dev.bouncer.contract;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.APPENDED;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.EXPIRES;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.OTHER_ID;
import static dev.bouncer.contract.Samples.TERMINATE;
import static dev.bouncer.contract.Samples.text;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class AuditRecordTest {
    private static final BlockEntry BEFORE = new BlockEntry(ALICE, OTHER_ID, ISSUED.minusSeconds(60), null, "spam",
            null,
            "abuse-job");
    private static final AuditEvent REPLACING = new AuditEvent.Accepted(BLOCK, new Position(3, 812), BEFORE, APPENDED);
    private static final AuditEvent ACCEPTED = new AuditEvent.Accepted(TERMINATE, new Position(0, 0), null, APPENDED);
    private static final AuditEvent EXPIRED = new AuditEvent.Expired(BlockEntry.of(BLOCK), EXPIRES.plusMillis(7));

    private static final String REPLACING_JSON = """
            {"v":1,"type":"accepted","command":{"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"block",\
            "app":"chat","subject":{"kind":"user","id":"alice"},"expires_at":"2026-12-01T12:00:00.000Z",\
            "reason":"spam wave 12, see ticket 88","message":"You are blocked for spam.",\
            "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"},\
            "position":{"partition":3,"offset":812},\
            "replaced":{"v":1,"app":"chat","subject":{"kind":"user","id":"alice"},\
            "command":"0198c1f0-7a00-7000-8000-000000000002","since":"2026-11-01T09:29:00.250Z",\
            "reason":"spam","actor":"abuse-job"},\
            "at":"2026-11-01T09:30:01.000Z",\
            "previous":"0000000000000000000000000000000000000000000000000000000000000000",\
            "hash":"63df10bb6f289045cc832e6ee8f94259a7d91d421c6ea9122514d822fd610a82"}""";
    private static final String ACCEPTED_JSON = """
            {"v":1,"type":"accepted","command":{"v":1,"id":"0198c1f0-7a00-7000-8000-000000000001","type":"terminate",\
            "app":"chat","subject":{"kind":"user","id":"alice"},"reason":"password changed",\
            "actor":"backend-1","issued_at":"2026-11-01T09:30:00.250Z"},\
            "position":{"partition":0,"offset":0},\
            "at":"2026-11-01T09:30:01.000Z",\
            "previous":"0000000000000000000000000000000000000000000000000000000000000000",\
            "hash":"42b9baa5192eec19620ccd6d1687d113b0ba4a762cfed3ccac1c9ff16ca8e35f"}""";
    private static final String EXPIRED_JSON = """
            {"v":1,"type":"expired","block":{"v":1,"app":"chat","subject":{"kind":"user","id":"alice"},\
            "command":"0198c1f0-7a00-7000-8000-000000000001","since":"2026-11-01T09:30:00.250Z",\
            "expires_at":"2026-12-01T12:00:00.000Z",\
            "reason":"spam wave 12, see ticket 88","message":"You are blocked for spam.",\
            "actor":"backend-1"},\
            "at":"2026-12-01T12:00:00.007Z",\
            "previous":"0000000000000000000000000000000000000000000000000000000000000000",\
            "hash":"40921431ce6f3beb505b397e85df08c9a277b8091bab6d37d7a395bfee3bc2f3"}""";

    @Test
    void acceptedThatReplacesABlock() {
        pinned(REPLACING, REPLACING_JSON);
    }

    @Test
    void acceptedThatReplacesNothing() {
        pinned(ACCEPTED, ACCEPTED_JSON);
    }

    @Test
    void expired() {
        pinned(EXPIRED, EXPIRED_JSON);
    }

    private static void pinned(AuditEvent event, String json) {
        AuditRecord genuine = AuditRecord.chain(AuditRecord.GENESIS, event);
        assertThat(text(genuine.encode())).isEqualTo(json);
        assertThat(AuditRecord.decode(utf8(json))).isEqualTo(genuine);
        assertThat(AuditRecord.hashOf(utf8(json))).isEqualTo(genuine.hash());
    }

    @Test
    void eachRecordHoldsTheHashOfTheOneBeforeIt() {
        AuditRecord first = AuditRecord.chain(AuditRecord.GENESIS, REPLACING);
        AuditRecord second = AuditRecord.chain(first.hash(), EXPIRED);
        AuditRecord third = AuditRecord.chain(second.hash(), EXPIRED);

        String previous = AuditRecord.GENESIS;
        for (AuditRecord written : List.of(first, second, third)) {
            AuditRecord read = AuditRecord.decode(written.encode());
            assertThat(read.previous()).isEqualTo(previous);
            assertThat(AuditRecord.hashOf(written.encode())).isEqualTo(read.hash());
            previous = read.hash();
        }
        assertThat(third.hash()).as("the same event again").isNotEqualTo(second.hash());
    }

    @Test
    void anyAlteredByteThatStillReadsChangesTheHash() {
        byte[] genuine = utf8(REPLACING_JSON);
        String hash = AuditRecord.hashOf(genuine);
        int hashField = REPLACING_JSON.indexOf(",\"hash\":");
        int altered = 0;
        for (int i = 0; i < hashField; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] forged = genuine.clone();
                forged[i] ^= (byte) (1 << bit);
                try {
                    assertThat(AuditRecord.hashOf(forged)).as(text(forged)).isNotEqualTo(hash);
                    altered++;
                } catch (IllegalArgumentException e) {
                    // No JSON any more: that shows too.
                }
            }
        }
        assertThat(altered).isGreaterThan(hashField);
    }

    @Test
    void neitherOrderNorWhitespaceNorEscapesChangeTheHash() {
        String other = """
                { "hash" : "of no account", "b" : [ 1, true, null ],
                  "a" : { "y" : "\\u0061\\/", "x" : -1 } }""";

        assertThat(AuditRecord.hashOf(utf8(other)))
                .isEqualTo(AuditRecord.hashOf(utf8("{\"a\":{\"x\":-1,\"y\":\"a/\"},\"b\":[1,true,null]}")));
    }

    @Test
    void orderWithinArraysAndUnknownFieldsCount() {
        assertThat(AuditRecord.hashOf(utf8("{\"a\":[1,2]}"))).isNotEqualTo(AuditRecord.hashOf(utf8("{\"a\":[2,1]}")));
        assertThat(AuditRecord.hashOf(utf8("{\"a\":1}"))).isNotEqualTo(AuditRecord.hashOf(utf8("{\"a\":1,\"b\":1}")));
        assertThat(AuditRecord.hashOf(utf8("{\"a\":{\"hash\":1}}"))).as("only the record's own hash is left out")
                .isNotEqualTo(AuditRecord.hashOf(utf8("{\"a\":{}}")));
    }

    @Test
    void questionMarkCannotBeExchangedForALoneSurrogate() {
        assertThat(AuditRecord.hashOf(utf8("{\"reason\":\"why?\"}"))).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditRecord.hashOf(utf8("{\"reason\":\"why\\ud800\"}")))
                .withMessage("expected well-formed Unicode, got a lone surrogate");
    }

    @Test
    void fieldsOfNewerWritersAreIgnoredButHashed() {
        String newer = EXPIRED_JSON.replace("\"v\":1,\"type\"", "\"node\":{\"id\":4},\"v\":1,\"type\"");

        AuditRecord read = AuditRecord.decode(utf8(newer));

        assertThat(read.event()).isEqualTo(EXPIRED);
        assertThat(AuditRecord.hashOf(utf8(newer))).isNotEqualTo(read.hash());
    }

    @Test
    void subjectIsThatOfTheCommandOrTheBlock() {
        assertThat(REPLACING.subject()).isEqualTo(ALICE);
        assertThat(EXPIRED.subject()).isEqualTo(ALICE);
    }

    @Test
    void timesAreCutToWhatCanBeWritten() {
        AuditEvent event = new AuditEvent.Expired(BEFORE, APPENDED.plusNanos(5));

        assertThat(AuditRecord.decode(AuditRecord.chain(AuditRecord.GENESIS, event).encode()).event()).isEqualTo(event);
        assertThatIllegalArgumentException().isThrownBy(() -> new AuditEvent.Expired(BEFORE, Instant.MAX))
                .withMessage("at: expected a time in the years 1 to 9999, got " + Instant.MAX);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"v":1,"type":"accepted"  | {"v":3,"type":"accepted"  | v: expected 1, got 3
            {"v":1,"type":"accepted"  | {"v":1,"type":"denied"    | type: expected accepted or expired, got 'denied'
            "command":{"v":1          | "command":{"v":2          | command.v: expected 1, got 2
            "type":"block"            | "type":"ban"              | command.type: expected block, unblock, terminate or invalidate, got 'ban'
            "issued_at"               | "given_at"                | command.issued_at: expected an RFC 3339 time, got none
            "position":{              | "where":{                 | position: expected an object, got none
            "partition":3             | "partition":-3            | position: expected partition and offset from 0, got -3/812
            "partition":3             | "partition":4294967299    | position.partition: expected an integer of 32 bits, got 4294967299
            "offset":812              | "offset":"812"            | position.offset: expected an integer, got the text '812'
            "replaced":{"v":1         | "replaced":{"v":0         | replaced.v: expected 1, got 0
            "replaced":{              | "replaced":[],"x":{       | replaced: expected an object, got an array
            "at":"2026                | "at":"26                  | at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got '26-11-01T09:30:01.000Z'
            "previous":"00            | "previous":"              | previous: expected 64 hexadecimal digits in lower case, got '00000000000000000000000000000000000000000000000000000000000000'
            "hash"                    | "hsh"                     | hash: expected a text, got none
            """)
    void refusesAFieldAndSaysWhatWasExpected(String good, String bad, String message) {
        assertThat(REPLACING_JSON).contains(good);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditRecord.decode(utf8(REPLACING_JSON.replace(good, bad)))).withMessage(message);
    }

    @Test
    void theBlocklistFollowsFromTheEvents() {
        assertThat(REPLACING.blockAfter()).isEqualTo(BlockEntry.of(BLOCK));
        assertThat(new AuditEvent.Accepted(BLOCK, new Position(0, 0), null, EXPIRES).blockAfter()).isNull();
        assertThat(new AuditEvent.Accepted(Samples.UNBLOCK, new Position(0, 0), BEFORE, APPENDED).blockAfter())
                .isNull();
        assertThat(EXPIRED.blockAfter()).isNull();
        assertThat(List.of(REPLACING, EXPIRED)).allMatch(event -> event.lane() == Lane.BLOCK);
        assertThat(ACCEPTED.lane()).isEqualTo(Lane.TERMINATE);
    }

    @Test
    void anInvalidationReplacesAndExpiresAsABlockDoes() {
        BlockEntry entry = BlockEntry.of(Samples.INVALIDATE);
        AuditEvent accepted = new AuditEvent.Accepted(Samples.INVALIDATE, new Position(3, 812), entry, APPENDED);
        AuditEvent lifted = new AuditEvent.Accepted(
                Command.Invalidate.lift(OTHER_ID, ALICE, null, "backend-1", ISSUED), new Position(3, 813), entry,
                APPENDED);
        AuditEvent expired = new AuditEvent.Expired(entry, EXPIRES);

        assertThat(accepted.blockAfter()).isEqualTo(entry);
        assertThat(lifted.blockAfter()).isNull();
        assertThat(expired.blockAfter()).isNull();
        for (AuditEvent event : List.of(accepted, lifted, expired)) {
            assertThat(event.lane()).isEqualTo(Lane.INVALIDATE);
            AuditRecord record = AuditRecord.chain(AuditRecord.GENESIS, event);
            assertThat(AuditRecord.decode(record.encode())).isEqualTo(record);
        }
    }

    @Test
    void aRecordIsReadAndItsHashComputedInOneGo() {
        AuditRecord.Checked checked = AuditRecord.check(utf8(REPLACING_JSON.replace("spam wave 12", "spam wave 13")));

        assertThat(checked.computed()).isNotEqualTo(checked.record().hash())
                .isEqualTo(AuditRecord.hashOf(checked.record().encode()));
        assertThat(AuditRecord.check(utf8(EXPIRED_JSON)).computed())
                .isEqualTo(AuditRecord.decode(utf8(EXPIRED_JSON)).hash());
    }

    @Test
    void aChainHeadReadsAsItWasWritten() {
        ChainHead head = ChainHead.EMPTY.next("ab".repeat(32));

        assertThat(ChainHead.decode(head.encode())).isEqualTo(head).isEqualTo(new ChainHead(1, "ab".repeat(32)));
        assertThat(text(ChainHead.key())).isEqualTo("head");
        assertThat(new Topics("x.").chainHeads()).isEqualTo("x.moderation-streams-chain-changelog");
        assertThatIllegalArgumentException().isThrownBy(() -> ChainHead.decode(new byte[3]))
                .withMessage("chain head: expected 8 bytes and a hash, got 3 bytes");
    }
}
