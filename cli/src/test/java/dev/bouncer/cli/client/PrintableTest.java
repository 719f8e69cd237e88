package dev.bouncer.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"'a\nb\r\tc',a\\nb\\r\\tc", "\u001b[2J,\\u001b[2J",
            "abc\u202egpj,abc\\u202egpj", "\u0085x,\\u0085x", "x\u2028y,x\\u2028y"})
    void whatSteersATerminalBecomesVisible(String text, String line) {
        assertThat(Printable.line(text)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"Zoë 王 Ωμέγα", "می\u200cخواهم", "\uD83D\uDC69\u200D\uD83D\uDE80"})
    void everyScriptStaysAsItIs(String text) {
        assertThat(Printable.line(text)).isEqualTo(text);
    }
}
