package dev.bouncer.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockParamsTest {
    private static final Instant END = Instant.parse("2021-05-15T00:00:03Z");

    @ParameterizedTest
    @ValueSource(strings = {"{'expiry': '2021-05-15T00:00:03Z'}",
            "{'duration': '14 days', 'flags': ['nocreate'], 'sitewide': '', 'expiry': '2021-05-15T00:00:03Z'}",
            "{'restrictions': {'pages': [{'page_ns': 4, 'page_title': \"Wikipedia:Administrators' noticeboard\"}]}, "
                    + "'expiry': '2021-05-15T00:00:03Z'}",
            "{'restrictions': {'expiry': '2031-01-01T00:00:00Z'}, 'expiry': '2021-05-15T00:00:03Z'}",
            "{'title': \"x', 'expiry': '2031-01-01T00:00:00Z\", 'expiry': '2021-05-15T00:00:03Z', 'n': 7}",
            "{'title': 'it\\'s', 'expiry': '2021-05-15T00:00:03Z'}"})
    void findsTheExpiryOfTheOutermostDict(String params) {
        assertThat(BlockParams.expiry(params)).contains(END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'duration': 'infinity', 'flags': []}", "{'expiry': 'infinity'}", "{'expiry': None}",
            "{'restrictions': {'expiry': '2031-01-01T00:00:00Z'}}", "{'expiry': None, 1: '2031-01-01T00:00:00Z'}",
            "{'a': 'expiry', 'b': '2031-01-01T00:00:00Z'}"})
    void withoutOneItIsForEver(String params) {
        assertThat(BlockParams.expiry(params)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{'expiry': '2021-05-15T00:00:03Z'", "{'expiry': '2021", "{} x", "}{",
            "{'expiry': ['2021-05-15T00:00:03Z']}", "{'expiry': 2021}", "{'expiry':"})
    void anythingElseIsRefused(String params) {
        assertThatThrownBy(() -> BlockParams.expiry(params)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("params: expected {'expiry': '…', …}, got something else");
    }

    @Test
    void anExpiryThatIsNoTimeIsRefused() {
        assertThatThrownBy(() -> BlockParams.expiry("{'expiry': 'soon'}")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("params: expiry: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'soon'");
    }
}
