package dev.bouncer.api.console.search;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RowBytesTest {
    private static final Instant SINCE = Instant.parse("2026-02-28T23:59:59.999Z");

    private static byte[] row(@Nullable Instant expiresAt, String reason) {
        return BlockJson.encode(new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, "\"since\":\"x"),
                new java.util.UUID(1, 2), SINCE, expiresAt, reason, null, "Back-End"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void timesAreThoseOfTheFieldsWhateverStandsInTexts() {
        byte[] json = row(Instant.EPOCH, "\"expires_at\":\"2000-01-01T00:00:00.000Z\" \\\"since\":\"");

        assertThat(SearchOrder.NEWEST.rank(json)).isEqualTo(-SINCE.toEpochMilli());
        assertThat(SearchOrder.NEXT_TO_EXPIRE.rank(json)).isZero();
        assertThat(SearchOrder.NEXT_TO_EXPIRE.rank(row(null, "\"expires_at\":\"2000-01-01T00:00:00.000Z\"")))
                .isEqualTo(SearchOrder.NEVER);
    }

    @Test
    void everyTimeIsReadAsJavaReadsIt() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(Times.MIN.toEpochMilli(), Times.MAX.toEpochMilli());
            assertThat(RowBytes.time(utf8(Times.format(Instant.ofEpochMilli(millis))), 0)).isEqualTo(millis);
        }
        for (Instant day = Instant.parse("1999-12-31T12:00:00Z"); day
                .isBefore(Instant.parse("2005-01-02T00:00:00Z")); day = day.plusSeconds(86_400)) {
            assertThat(RowBytes.time(utf8(Times.format(day)), 0)).isEqualTo(day.toEpochMilli());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z",
            "2026-01-00T00:00:00.000Z", "2026-01-01T00:00:00Z", "2026-01-01 00:00:00.000Z", "2026-01-01T00:00:00.000",
            ""})
    void whatIsNoTimeOfOursIsNone(String text) {
        assertThat(RowBytes.time(utf8(text), 0)).isEqualTo(RowBytes.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource({"back-end, true", "BACK, true", "spam, true", "spam wave 1, true", "spam wave 2, false", "xyz, false"})
    void whatMayBeInARowIsFoundInAnyCase(String text, boolean expected) {
        assertThat(new Wanted(text).mayBeIn(row(null, "Spam WAVE 1"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k        | Kelvin in \u212A
            ü        | Ünder
            a "b     | say A "B"
            a\\b     | A\\B
            a/b      | A/B
            """)
    void whatIsInAFieldIsNeverRuledOutByTheBytes(String text, String reason) {
        Wanted wanted = new Wanted(text);

        assertThat(wanted.isIn(reason)).isTrue();
        assertThat(wanted.mayBeIn(row(null, reason))).isTrue();
    }

    @Test
    void nothingIsInEveryFieldAndInNone() {
        assertThat(new Wanted("").isIn(null)).isTrue();
        assertThat(new Wanted("").mayBeIn(row(null, "x"))).isTrue();
        assertThat(new Wanted("x").isIn(null)).isFalse();
    }
}
