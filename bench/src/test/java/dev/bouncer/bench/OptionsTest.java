package dev.bouncer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

final class OptionsTest {
    @Test
    void each_option_is_read() {
        assertThat(Options.parse("--rounds", "3", "--seconds", "2", "--idle", "10", "--out", "/x"))
                .isEqualTo(new Options(3, 2, 10, Path.of("/x")));
        assertThat(Options.parse("--short", "--idle", "7").idle()).isEqualTo(7);
        assertThat(Options.parse("--idle", "7", "--short").idle()).isEqualTo(7);
    }

    @Test
    void what_is_wrong_is_told() {
        assertThatThrownBy(() -> Options.parse("--rounds")).hasMessage("--rounds: expected a value");
        assertThatThrownBy(() -> Options.parse("--rounds", "-1"))
                .hasMessage("--rounds: expected a whole number that is not negative, got -1");
        assertThatThrownBy(() -> Options.parse("--fast", "1")).hasMessageEndingWith("got --fast");
    }
}
