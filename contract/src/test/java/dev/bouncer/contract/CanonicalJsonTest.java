package dev.bouncer.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The examples are those of RFC 8785, without its floating-point numbers. */
final class CanonicalJsonTest {
    private static String canonical(String json) {
        return CanonicalJson.write(JsonObject.tree(utf8(json)));
    }

    @Test
    void textsAndLiteralsOfSection322() {
        assertThat(canonical("""
                {
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""")).isEqualTo("""
                {"literals":[null,true,false],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}""");
    }

    @Test
    void sortsByUtf16CodeUnitsAsInSection323() {
        assertThat(canonical("""
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }""")).isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"😀\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(canonical("{\"a\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\\u007f\\u2028\\/\"}"))
                .isEqualTo("{\"a\":\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028/\"}");
    }

    @Test
    void emptyAndNestedValues() {
        assertThat(canonical("{ \"b\" : { } , \"a\" : [ ] , \"\" : [ { \"z\" : 0 , \"y\" : [ [ ] ] } ] }"))
                .isEqualTo("{\"\":[{\"y\":[[]],\"z\":0}],\"a\":[],\"b\":{}}");
    }

    @Test
    void integersThatEveryReaderHoldsExactly() {
        assertThat(canonical("{\"a\":[0,-0,7,-7,9007199254740992,-9007199254740992]}"))
                .isEqualTo("{\"a\":[0,0,7,-7,9007199254740992,-9007199254740992]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808",
            "9223372036854775808", "1.5", "1.0", "1e3"})
    void refusesOtherNumbers(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> canonical("{\"a\":" + number + "}"))
                .withMessageStartingWith("expected an integer within 2^53, got ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\ud800\"}", "{\"a\":[\"\\udc00\\ud800\"]}"})
    void refusesLoneSurrogates(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> canonical(json))
                .withMessage("expected well-formed Unicode, got a lone surrogate");
    }

    @Test
    void refusesLoneSurrogatesInNames() {
        var tree = JsonNodeFactory.instance.objectNode().put("\ud800", 1);

        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(tree))
                .withMessage("expected well-formed Unicode, got a lone surrogate");
    }

    @Test
    void refusesWhatIsNoJson() {
        var tree = JsonNodeFactory.instance.objectNode().put("a", new byte[1]);

        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.write(tree)).withMessage("no JSON: BINARY");
    }
}
