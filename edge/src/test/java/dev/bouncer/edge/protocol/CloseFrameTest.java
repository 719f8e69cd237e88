package dev.bouncer.edge.protocol;

import dev.bouncer.contract.IpRange;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CloseFrameTest {
    @ParameterizedTest
    @CsvSource({"a, 122", "a, 123", "é, 61", "€, 41", "😀, 30"})
    void holdsUpTo123Bytes(String character, int times) {
        String reason = character.repeat(times);

        assertThat(new CloseFrame(4403, reason).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"a, 124, 124", "é, 62, 124", "€, 42, 126", "😀, 31, 124"})
    void refusesMore(String character, int times, int bytes) {
        assertThatThrownBy(() -> new CloseFrame(4403, character.repeat(times)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("close reason: expected at most 123 bytes of UTF-8, got " + bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1013, 1014, 3000, 4401, 4999})
    void takesCodesThatMayBeSent(int code) {
        assertThat(new CloseFrame(code, "").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000})
    void refusesCodesThatMayNot(int code) {
        assertThatThrownBy(() -> new CloseFrame(code, "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("close code: expected 1000 to 1003, 1007 to 1014 or 3000 to 4999, got " + code);
    }

    @Test
    void upgradesDoNotTellTheirTokens() {
        Upgrade upgrade = new Upgrade(Instant.EPOCH, IpRange.parse("192.0.2.7"), "/x",
                Map.of("token", "s3cret"), "Bearer s3cret", null, List.of("bouncer.v1", "s3cret"));

        assertThat(upgrade.toString()).doesNotContain("s3cret").contains("192.0.2.7");
    }
}
