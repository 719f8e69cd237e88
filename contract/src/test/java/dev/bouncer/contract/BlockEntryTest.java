package dev.bouncer.contract;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.contract.Samples.ALICE;
import static dev.bouncer.contract.Samples.BLOCK;
import static dev.bouncer.contract.Samples.EXPIRES;
import static dev.bouncer.contract.Samples.ID;
import static dev.bouncer.contract.Samples.INVALIDATE;
import static dev.bouncer.contract.Samples.ISSUED;
import static dev.bouncer.contract.Samples.text;
import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class BlockEntryTest {
    private static final String JSON = """
            {"v":1,"app":"chat","subject":{"kind":"user","id":"alice"},\
            "command":"0198c1f0-7a00-7000-8000-000000000001","since":"2026-11-01T09:30:00.250Z",\
            "expires_at":"2026-12-01T12:00:00.000Z",\
            "reason":"spam wave 12, see ticket 88","message":"You are blocked for spam.",\
            "actor":"backend-1"}""";
    private static final String FOR_EVER_JSON = """
            {"v":1,"app":"chat","subject":{"kind":"user","id":"alice"},\
            "command":"0198c1f0-7a00-7000-8000-000000000001","since":"2026-11-01T09:30:00.250Z",\
            "actor":"backend-1"}""";
    private static final BlockEntry FOR_EVER = new BlockEntry(ALICE, ID, ISSUED, null, null, null, "backend-1");

    @Test
    void isInForceBeforeItsEndAndNoLongerAtIt() {
        BlockEntry block = BlockEntry.of(BLOCK);

        assertThat(block.inForceAt(EXPIRES.minusMillis(1))).isTrue();
        assertThat(block.inForceAt(EXPIRES)).isFalse();
        assertThat(block.inForceAt(EXPIRES.plusMillis(1))).isFalse();
        assertThat(FOR_EVER.inForceAt(Instant.MAX)).isTrue();
    }

    @Test
    void jsonIsPinned() {
        assertThat(text(BlockJson.encode(BlockEntry.of(BLOCK)))).isEqualTo(JSON);
        assertThat(BlockJson.decode(utf8(JSON))).isEqualTo(BlockEntry.of(BLOCK));
    }

    @Test
    void jsonWithoutWhatIsOptionalIsPinned() {
        assertThat(text(BlockJson.encode(FOR_EVER))).isEqualTo(FOR_EVER_JSON);
        assertThat(BlockJson.decode(utf8(FOR_EVER_JSON))).isEqualTo(FOR_EVER);
    }

    @Test
    void fieldsOfNewerWritersAreIgnored() {
        assertThat(BlockJson.decode(utf8(JSON.replace("\"v\":1", "\"v\":1,\"scope\":{\"room\":1.5}"))))
                .isEqualTo(BlockEntry.of(BLOCK));
    }

    @Test
    void invalidationIsPinned() {
        String json = """
                {"v":1,"app":"chat","subject":{"kind":"user","id":"alice"},\
                "command":"0198c1f0-7a00-7000-8000-000000000001","since":"2026-11-01T09:30:00.250Z",\
                "expires_at":"2026-12-01T12:00:00.000Z","reason":"password changed",\
                "message":"Please sign in again.","actor":"backend-1","issued_before":"2026-11-01T09:30:00.000Z"}""";

        assertThat(text(BlockJson.encode(BlockEntry.of(INVALIDATE)))).isEqualTo(json);
        assertThat(BlockJson.decode(utf8(json))).isEqualTo(BlockEntry.of(INVALIDATE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockJson.decode(utf8(json.replace("\"user\"", "\"token\""))))
                .withMessage("subject kind: expected user or device to invalidate the tokens of, got token");
    }

    @Test
    void invalidatesTokensIssuedBeforeItsTimeAndThoseThatDoNotSay() {
        BlockEntry entry = BlockEntry.of(INVALIDATE);
        Instant before = INVALIDATE.issuedBefore();

        assertThat(entry.invalidates(before.minusMillis(1))).isTrue();
        assertThat(entry.invalidates(before)).isFalse();
        assertThat(entry.invalidates(null)).isTrue();
        assertThat(FOR_EVER.invalidates(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "v":1                       | "v":2      | v: expected 1, got 2
            "app":"chat",               | ``         | app: expected a text, got none
            "kind":"user"               | "kind":"x" | subject kind: expected one of user, token, ip, device, app, got 'x'
            "command":"0198c1f0-        | "command":"| command: expected a UUID, got '7a00-7000-8000-000000000001'
            "2026-11-01T09:30:00.250Z"  | null       | since: expected an RFC 3339 time, got none
            "2026-12-01T12:00:00.000Z"  | 5          | expires_at: expected a text, got '5'
            "You are blocked for spam." | "\\ud800"  | message: expected well-formed Unicode, got a lone surrogate
            "actor":"backend-1"         | "actor":"" | actor: expected 1 to 256 characters, got none
            ,"actor":"backend-1"        | ``         | actor: expected a text, got none
            """)
    void refusesAFieldAndSaysWhatWasExpected(String good, String bad, String message) {
        assertThat(JSON).contains(good);
        assertThatIllegalArgumentException().isThrownBy(() -> BlockJson.decode(utf8(JSON.replace(good, bad))))
                .withMessage(message);
    }

    @Test
    void holdsOnlyWhatCanBeWrittenAndReadAgain() {
        BlockEntry fine = new BlockEntry(ALICE, ID, ISSUED.plusNanos(1), EXPIRES.plusNanos(1), null, null, "a");

        assertThat(BlockJson.decode(BlockJson.encode(fine))).isEqualTo(fine);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockEntry(ALICE, ID, Instant.MIN, null, null, null, "a"))
                .withMessage("since: expected a time in the years 1 to 9999, got " + Instant.MIN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockEntry(ALICE, ID, ISSUED, Instant.MAX, null, null, "a"))
                .withMessage("expires_at: expected a time in the years 1 to 9999, got " + Instant.MAX);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockEntry(ALICE, ID, ISSUED, null, "x".repeat(2001), null, "a"))
                .withMessage("reason: expected at most 2000 characters, got 2001");
    }
}
