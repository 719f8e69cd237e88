package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may add to a terminate at Pusher's door. */
class PusherBlockTest {
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");

    @AutoClose
    private final RunningApi api = new RunningApi();

    private ApiClient.Answer send(String body) {
        return new PusherRequest().body(json(body)).send(api);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'block_for':'2h'|2026-11-01T14:00:00Z",
            "'block_until':'2026-12-01T12:00:00Z'|2026-12-01T12:00:00Z",
            "'block_for':'P1M','block_until':null|2026-12-01T12:00:00Z"})
    void aLengthMakesItABlock(String length, Instant end) {
        ApiClient.Answer answer = send("{" + length + ",'reason':'r','message':'m'}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(api.publisher.log()).containsExactly(new Command.Block(api.publisher.log().getFirst().id(), ALICE,
                end, "r", "m", "pusher", RunningApi.NOW));
        assertThat(api.client().get("/v1/apps/chat/blocks/user/alice").json().path("actor").asText())
                .isEqualTo("pusher");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'block_for':'2h','block_until':'2026-12-01T12:00:00Z'}|block_for: expected this or block_until, got both",
            "{'block_for':'soon'}|block_for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got 'soon'",
            "{'block_for':'0s'}|block_for: expected more than no time, got '0s'",
            "{'block_for':7200}|block_for: expected a text, got '7200'",
            "{'block_until':'tomorrow'}|block_until: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'tomorrow'",
            "{'block_until':'2026-11-01T12:00:00Z'}|block_until: expected a time after now, 2026-11-01T12:00:00.000Z, got 2026-11-01T12:00:00.000Z",
            "{'block_for':'2h','messages':'m'}|unknown field 'messages': expected only block_for, block_until, message, reason",
            "{'block_for':'2h','reason':5}|reason: expected a text, got '5'"})
    void aBlockThatCannotBeIs400(String body, String error) {
        ApiClient.Answer answer = send(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(PusherRequest.error(answer)).isEqualTo("Invalid request: " + error + '.');
        assertThat(api.publisher.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'block_for':'2h'", "{'block_for':'2h','block_for':'3h'}", "[{'block_until':'x'}]",
            "block_for=2h"})
    void aBlockWrittenBadlyIsNotTakenForATerminate(String body) {
        ApiClient.Answer answer = send(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(PusherRequest.error(answer)).startsWith("Invalid request: expected a JSON object, got ");
        assertThat(api.publisher.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", value = {"{}|none", "{'reason':'r'}|r",
            "{'reason':5}|none", "{'reason':null,'message':'m','other':{}}|none", "{'block_for':null}|none", "[]|none",
            "5|none", "{'a':1,'a':2}|none"})
    void anyOtherBodyIsATerminate(String body, String reason) {
        assertThat(send(body).status()).isEqualTo(200);
        assertThat(api.publisher.log()).containsExactly(new Command.Terminate(api.publisher.log().getFirst().id(),
                ALICE, reason, "pusher", RunningApi.NOW));
    }

    @Test
    void aReasonOfATerminateHasItsLimitToo() {
        assertThat(send("{'reason':'" + "x".repeat(2000) + "'}").status()).isEqualTo(200);
        ApiClient.Answer answer = send("{'reason':'" + "x".repeat(2001) + "'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(PusherRequest.error(answer))
                .isEqualTo("Invalid request: reason: expected at most 2000 characters, got 2001.");
    }
}
