package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import dev.bouncer.contract.Termination;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseFrameTest {
    @ParameterizedTest
    @CsvSource({"a, 122", "a, 123", "é, 61", "€, 41", "😀, 30"})
    void holds_up_to_123_bytes(String character, int times) {
        String reason = character.repeat(times);

        assertThat(new CloseFrame(4403, reason).reason()).isEqualTo(reason);
        assertThat(CloseFrame.cut(4403, reason).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"a, 124, 124", "é, 62, 124", "€, 42, 126", "😀, 31, 124"})
    void refuses_more(String character, int times, int bytes) {
        assertThatThrownBy(() -> new CloseFrame(4403, character.repeat(times)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("close reason: expected at most 123 bytes of UTF-8, got " + bytes);
    }

    @ParameterizedTest
    @CsvSource({"a, 123", "é, 61", "€, 41", "😀, 30"})
    void is_cut_between_characters(String character, int fits) {
        CloseFrame frame = CloseFrame.cut(4403, character.repeat(1_000));

        assertThat(frame).isEqualTo(new CloseFrame(4403, character.repeat(fits)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1007, 1013, 1014, 3000, 4401, 4999})
    void takes_codes_that_may_be_sent(int code) {
        assertThat(new CloseFrame(code, "").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000})
    void refuses_codes_that_may_not(int code) {
        assertThatThrownBy(() -> new CloseFrame(code, "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("close code: expected 1000 to 1003, 1007 to 1014 or 3000 to 4999, got " + code);
    }

    @Test
    void tells_the_message_and_never_the_reason() {
        CloseReason told = blocked("You are blocked for spam.");
        CloseReason untold = blocked(null);
        CloseReason atLength = blocked("é".repeat(500));

        assertThat(CloseFrame.of(told)).isEqualTo(new CloseFrame(4403, "blocked"));
        assertThat(CloseFrame.telling(told)).isEqualTo(new CloseFrame(4403, "You are blocked for spam."));
        assertThat(CloseFrame.telling(untold)).isEqualTo(new CloseFrame(4403, "blocked"));
        assertThat(CloseFrame.telling(atLength).reason().getBytes(StandardCharsets.UTF_8)).hasSize(122);
        CloseReason invalidated = new CloseReason.Invalidated(new BlockEntry(
                SubjectKey.of("chat", SubjectKind.USER, "a"),
                UUID.randomUUID(), Instant.EPOCH, null, "see ticket 88", "Sign in again.", "test", Instant.EPOCH));
        assertThat(CloseFrame.of(invalidated)).isEqualTo(new CloseFrame(4401, "token-invalidated"));
        assertThat(CloseFrame.telling(invalidated)).isEqualTo(new CloseFrame(4401, "Sign in again."));
        assertThat(CloseFrame.telling(new CloseReason.Terminated())).isEqualTo(new CloseFrame(4410, "terminated"));
        assertThat(CloseFrame.telling(new CloseReason.Terminated(new Termination.Close(4500, "signed in elsewhere"))))
                .isEqualTo(new CloseFrame(4500, "signed in elsewhere"));
    }

    private static CloseReason blocked(@Nullable String message) {
        SubjectKey alice = SubjectKey.of("chat", SubjectKind.USER, "alice");
        return new CloseReason.Blocked(new BlockEntry(alice, UUID.randomUUID(), Instant.EPOCH, null,
                "see ticket 88", message, "test"));
    }
}
