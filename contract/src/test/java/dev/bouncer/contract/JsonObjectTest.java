package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class JsonObjectTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``              | expected a JSON object, got nothing
            []              | expected a JSON object, got an array
            null            | expected a JSON object, got null
            "v"             | expected a JSON object, got the text 'v'
            17              | expected a JSON object, got '17'
            true            | expected a JSON object, got 'true'
            """)
    void refusesOtherValues(String json, String message) {
        refused(json, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":1}   | Duplicate field 'a'
            {"a":1} x       | Unrecognized token 'x'
            {"a":1}{}       | Trailing token
            {"a":1          | Unexpected end-of-input
            {'a':1}         | Unexpected character
            {"a":NaN}       | Non-standard token 'NaN'
            {"a":01}        | Invalid numeric value: Leading zeroes not allowed
            {"a":1,}        | Unexpected character
            {"a":"\tb"}     | Illegal unquoted character
            // a            | Unexpected character
            """)
    void refusesMalformedJsonAndSaysWhere(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(utf8(json)))
                .withMessageStartingWith("expected a JSON object, got malformed JSON: ").withMessageContaining(message)
                .withMessageMatching("(?s).* \\(line 1, column \\d+\\)");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";

        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(utf8(deep)))
                .withMessageContaining("nesting depth (33) exceeds the maximum allowed (32");
        assertThat(JsonObject.parse(utf8("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")).has("a")).isTrue();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        String message = "expected a JSON object in UTF-8, got other bytes";
        byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'{', '"', (byte) 0xc1, (byte) 0xa1, '"', ':', '1', '}'};
        byte[] surrogate = {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'};

        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(latin1)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(overlong)).withMessage(message);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(surrogate)).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void namesUnknownFieldsAndWhatIsKnown() {
        JsonObject object = JsonObject.parse(utf8("{\"for\":\"2h\",\"resaon\":\"x\"}"));

        object.requireOnly(Set.of("for", "resaon", "message"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object.requireOnly(Set.of("for", "reason", "message", "expires_at")))
                .withMessage("unknown field 'resaon': expected only expires_at, for, message, reason");
    }

    @Test
    void namesTheWayToANestedField() {
        JsonObject inner = JsonObject.parse(utf8("{\"a\":{\"b\":{\"c\":1,\"n\":9223372036854775808}}}")).object("a")
                .object("b");

        assertThat(inner.integer("c")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> inner.text("c"))
                .withMessage("a.b.c: expected a text, got '1'");
        assertThatIllegalArgumentException().isThrownBy(() -> inner.requireOnly(Set.of("n")))
                .withMessage("unknown field 'a.b.c': expected only n");
        assertThatIllegalArgumentException().isThrownBy(() -> inner.integer("n"))
                .withMessage("a.b.n: expected an integer, got '9223372036854775808'");
        assertThatIllegalArgumentException().isThrownBy(() -> inner.object("d"))
                .withMessage("a.b.d: expected an object, got none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | 0
            ` \n `                     | 0
            {"a":1}                     | 1
            ` {"a":1}\n{"a":1}\r\n`  | 2
            {"a":1}{"a":1} {"a":1}      | 3
            """)
    void readsObjectsThatFollowEachOther(String json, int objects) {
        assertThat(JsonObject.parseSequence(utf8(json.translateEscapes()))).hasSize(objects)
                .allMatch(object -> object.integer("a") == 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1} []    | expected a JSON object, got an array
            [{"a":1}]     | expected a JSON object, got an array
            [{"a":1}]{}   | expected a JSON object, got an array
            [{"a":1}] x   | expected a JSON object, got an array
            {"a":1},{}    | expected a JSON object, got malformed JSON: Unexpected character
            {"a":1}{"a"   | expected a JSON object, got malformed JSON: Unexpected end-of-input
            {"a":1}null   | expected a JSON object, got null
            {"a":1}x      | expected a JSON object, got malformed JSON: Unrecognized token
            """)
    void refusesASequenceWithAnythingElse(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parseSequence(utf8(json)))
                .withMessageStartingWith(message);
    }

    @Test
    void readsArraysOfOneKind() {
        JsonObject object = JsonObject
                .parse(utf8("{\"t\":[\"a\",\"b\"],\"o\":[{\"a\":\"b\"}],\"n\":null,\"m\":[\"a\",{}]}"));

        assertThat(object.optionalTexts("t")).containsExactly("a", "b");
        assertThat(object.optionalObjects("o")).hasSize(1);
        assertThat(object.optionalTexts("n")).isEmpty();
        assertThat(object.optionalObjects("absent")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> object.optionalObjects("o").getFirst().integer("a"))
                .withMessage("o.a: expected an integer, got the text 'b'");
        assertThatIllegalArgumentException().isThrownBy(() -> object.optionalTexts("m"))
                .withMessage("m: expected an array of texts, got an object");
        assertThatIllegalArgumentException().isThrownBy(() -> object.optionalObjects("m"))
                .withMessage("m: expected an array of objects, got the text 'a'");
    }

    @Test
    void cutsWhatItQuotes() {
        JsonObject object = JsonObject.parse(utf8("{\"v\":\"" + "😀".repeat(81) + "\"}"));

        assertThatIllegalArgumentException().isThrownBy(() -> object.integer("v"))
                .withMessage("v: expected an integer, got the text '" + "😀".repeat(80) + "…'");
    }

    private static void refused(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(utf8(json))).withMessage(message);
    }
}
