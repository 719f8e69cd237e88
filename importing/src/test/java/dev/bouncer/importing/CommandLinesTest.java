package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLinesTest {
    private static final String WHOLE = "{\"id\":\"0198c1a0-0000-7000-8000-000000000000\",\"type\":\"block\","
            + "\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},\"expires_at\":\"2026-12-01T12:00:00.000Z\","
            + "\"reason\":\"r\",\"message\":\"m\",\"actor\":\"a\",\"issued_at\":\"2026-01-01T00:00:00.000Z\"}";

    @Test
    void whatIsSaidIsHandedOnAndNothingElse() throws IOException {
        String topic = "{\"v\":1,\"app\":\"chat\"," + WHOLE.substring(1);
        String length = "{\"id\":\"0198c1a0-0000-7000-8000-000000000000\",\"type\":\"block\","
                + "\"subject\":{\"kind\":\"user\",\"id\":\"alice\"},\"for\":\"2h\"}";

        List<Row> rows = Rows.of(Format.NDJSON, WHOLE + "\n\r\n \n" + topic + "\r\n" + length);

        assertThat(rows).extracting(row -> row.line() + " " + Rows.draft(row).json()).containsExactly("1 " + WHOLE,
                "4 " + WHOLE, "5 " + length);
    }

    @Test
    void aLineWithoutAnIdGetsTheSameEachTime() throws IOException {
        String line = "{\"type\":\"unblock\",\"subject\":{\"kind\":\"user\",\"id\":\"alice\"}}";

        List<Row> rows = Rows.of(Format.NDJSON, line + '\n' + line.replace("alice", "bob") + "\r\n" + line + "\r\n");

        assertThat(Rows.draft(rows.get(0)).id()).isEqualTo(Rows.draft(rows.get(2)).id())
                .isNotEqualTo(Rows.draft(rows.get(1)).id());
        assertThat(Rows.draft(rows.get(0)).id().version()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "nonsense|expected a JSON object, got malformed JSON: Unrecognized token 'nonsense': was expecting (JSON "
                    + "String, Number, Array, Object or token 'null', 'true' or 'false') (line 1, column 1)",
            "{\"type\":\"dance\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"}}|type: expected block, unblock or "
                    + "terminate, got 'dance'",
            "{\"type\":\"block\"}|subject: expected an object, got none",
            "{\"type\":\"block\",\"app\":\"other\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"}}|app: expected chat, got "
                    + "'other'",
            "{\"type\":\"unblock\",\"message\":\"m\",\"subject\":{\"kind\":\"user\",\"id\":\"a\"}}|expected expires_at, "
                    + "for and message in a block only, got one in unblock",
            "{\"typ\":\"block\"}|unknown field 'typ': expected only actor, app, expires_at, for, id, issued_at, message, "
                    + "reason, subject, type, v"})
    void whatIsNoCommandIsSaidToBeNone(String line, String why) throws IOException {
        List<Row> rows = Rows.of(Format.NDJSON, line + '\n' + WHOLE);

        assertThat(rows.getFirst()).isEqualTo(new Row.Unreadable(1, why));
        assertThat(rows.getLast().line()).isEqualTo(2);
    }

    @Test
    void aLineThatIsTooLongCostsItself() throws IOException {
        List<Row> rows = Rows.of(Format.NDJSON, "x".repeat(200_000) + '\n' + WHOLE);

        assertThat(rows.getFirst()).isEqualTo(new Row.Unreadable(1, "expected at most 65536 bytes, got 200000"));
        assertThat(Rows.draft(rows.getLast()).subject().id()).isEqualTo("alice");
    }
}
