package dev.bouncer.contract;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class TimesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            2026-12-01T12:00:00Z,             2026-12-01T12:00:00.000Z
            2026-12-01T12:00:00.1Z,           2026-12-01T12:00:00.100Z
            2026-12-01T12:00:00.123456789Z,   2026-12-01T12:00:00.123Z
            2026-12-01T12:00:00.000999Z,      2026-12-01T12:00:00.000Z
            2026-12-01t12:00:00z,             2026-12-01T12:00:00.000Z
            2026-12-01T14:30:00+02:30,        2026-12-01T12:00:00.000Z
            2026-12-01T00:30:00-11:30,        2026-12-01T12:00:00.000Z
            2026-12-01T12:00:00-00:00,        2026-12-01T12:00:00.000Z
            0001-01-01T00:00:00Z,             0001-01-01T00:00:00.000Z
            9999-12-31T23:59:59.999Z,         9999-12-31T23:59:59.999Z
            1969-12-31T23:59:59.999Z,         1969-12-31T23:59:59.999Z
            2024-02-29T00:00:00Z,             2024-02-29T00:00:00.000Z
            """)
    void readsAnyOffsetAndWritesUtcWithMilliseconds(String text, String written) {
        assertThat(Times.format(Times.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-12-01", "12:00:00Z", "2026-12-01T12:00:00", "2026-12-01 12:00:00Z",
            "2026-12-01T12:00Z", "2026-12-01T12:00:00+02", "2026-12-01T12:00:00+0200", "2026-12-01T12:00:00+02:00:00",
            "2026-12-01T12:00:00+19:00", "2026-12-01T24:00:00Z", "2026-12-01T12:60:00Z", "2026-12-01T12:00:60Z",
            "2026-13-01T12:00:00Z", "2026-02-29T12:00:00Z", "2026-12-01T12:00:00.Z", "2026-12-01T12:00:00,5Z",
            "2026-12-01T12:00:00.1234567890Z", "+12026-12-01T12:00:00Z", "-0001-12-01T12:00:00Z",
            "2026-02-29T12:00:00.000Z",
            "2026-12-01T24:00:00.000Z", "2026-12-01T12:00:60.000Z", "2026-00-01T12:00:00.000Z",
            "0000-12-31T23:59:59.999Z", "2026-12-01T12:00:00.0:0Z", "2026-12-01T12:00:00.\u0661\u0662\u0663Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59-00:01",
            "2026-12-01T12:00:00Z ", "1796126400", "now", "2026-12-01T12:00:00Z[Europe/Berlin]"})
    void refusesWhatIsNoRfc3339Time(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Times.parse(text))
                .withMessage("expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got '" + text + "'");
    }

    @Test
    void writesAndReadsAsJavasFormatterDoes() {
        DateTimeFormatter java = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        new Random(1).longs(10_000, Times.MIN.toEpochMilli(), Times.MAX.toEpochMilli() + 1).forEach(millis -> {
            Instant time = Instant.ofEpochMilli(millis);
            assertThat(Times.format(time)).isEqualTo(java.format(time));
            assertThat(Times.parse(java.format(time))).isEqualTo(time);
        });
    }

    @Test
    void readsItsOwnLimits() {
        assertThat(Times.parse(Times.format(Times.MIN))).isEqualTo(Times.MIN);
        assertThat(Times.parse(Times.format(Times.MAX))).isEqualTo(Times.MAX);
        assertThat(Times.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }
}
