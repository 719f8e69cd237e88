package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.enforcement.Readiness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlocksTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    @Test
    void aBlockIsAnsweredWhenItIsOnTheLogAndSeenAtOnce() {
        ApiClient.Answer put = client.put(ALICE, """
                {"for":"2h","reason":"spam wave 12","message":"You are blocked."}""");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.header("Content-Type")).isEqualTo("application/json");
        Command.Block onLog = (Command.Block) api.publisher.log().getFirst();
        assertThat(onLog.subject()).isEqualTo(SubjectKey.of("chat", SubjectKind.USER, "alice"));
        assertThat(onLog.expiresAt()).isEqualTo(RunningApi.NOW.plusSeconds(7200));
        assertThat(onLog.id().version()).isEqualTo(7);
        assertThat(put.body()).isEqualTo("""
                {"subject":{"kind":"user","id":"alice"},"since":"2026-11-01T12:00:00.000Z",\
                "expires_at":"2026-11-01T14:00:00.000Z","reason":"spam wave 12","message":"You are blocked.",\
                "actor":"backend","command":"%s"}""".formatted(onLog.id()));

        ApiClient.Answer get = client.get(ALICE);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.body()).isEqualTo(put.body());
    }

    @Test
    void withoutABodyItIsForEver() {
        assertThat(client.put(ALICE, "").json().has("expires_at")).isFalse();
        assertThat(client.put(ALICE, "{}").json().has("expires_at")).isFalse();
        assertThat(api.publisher.log()).hasSize(2)
                .allSatisfy(command -> assertThat(((Command.Block) command).expiresAt()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"30s, 2026-11-01T12:00:30.000Z", "10m, 2026-11-01T12:10:00.000Z", "2h, 2026-11-01T14:00:00.000Z",
            "7d, 2026-11-08T12:00:00.000Z", "2w, 2026-11-15T12:00:00.000Z", "1h30m, 2026-11-01T13:30:00.000Z",
            "1w2d3h4m5s, 2026-11-10T15:04:05.000Z", "PT2H, 2026-11-01T14:00:00.000Z",
            "P1DT12H, 2026-11-03T00:00:00.000Z", "P2W, 2026-11-15T12:00:00.000Z", "P1M, 2026-12-01T12:00:00.000Z",
            "P1Y, 2027-11-01T12:00:00.000Z", "PT0.5S, 2026-11-01T12:00:00.500Z"})
    void itLastsForAsLongAsIsSaid(String length, String end) {
        assertThat(client.put(ALICE, "{\"for\":\"" + length + "\"}").json().path("expires_at").asText()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'for':'2 bananas'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got '2 bananas'",
            "{'for':''}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got ''",
            "{'for':'30m1h'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got '30m1h'",
            "{'for':'-2h'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got '-2h'",
            "{'for':'P'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got 'P'",
            "{'for':'PT'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got 'PT'",
            "{'for':'P-1D'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got 'P-1D'",
            "{'for':'P99999999999D'}|for: expected a duration like 30s, 10m, 2h, 7d, 2w, 1h30m or PT2H, got 'P99999999999D'",
            "{'for':'0s'}|for: expected more than no time, got '0s'",
            "{'for':'PT0.0001S'}|for: expected more than no time, got 'PT0.0001S'",
            "{'for':'999999999w'}|for: expected an end by the year 9999, got '999999999w'",
            "{'for':'P9000Y'}|for: expected an end by the year 9999, got 'P9000Y'",
            "{'for':7}|for: expected a text, got '7'",
            "{'for':'2h','expires_at':'2027-01-01T00:00:00Z'}|for: expected this or expires_at, got both",
            "{'expires_at':'tomorrow'}|expires_at: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'tomorrow'",
            "{'expires_at':'2026-11-01T12:00:00Z'}|expires_at: expected a time after now, 2026-11-01T12:00:00.000Z, got 2026-11-01T12:00:00.000Z",
            "{'expires_at':'2020-01-01T00:00:00Z'}|expires_at: expected a time after now, 2026-11-01T12:00:00.000Z, got 2020-01-01T00:00:00.000Z",
            "{'until':'x'}|unknown field 'until': expected only except, expires_at, first_seen_after, for, message, rate, reason",
            "{'reason':['x']}|reason: expected a text, got an array",
            "[1]|expected a JSON object, got an array"})
    void aWrongBodyIsRefusedWithWhatWasExpected(String body, String detail) {
        ApiClient.Answer answer = client.put(ALICE, body.replace('\'', '"')).isProblem(400, "malformed-request");
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void whatIsNoJsonIsRefusedWithWhere() {
        ApiClient.Answer answer = client.put(ALICE, "{\"for\":\n oops}").isProblem(400, "malformed-request");
        assertThat(answer.detail()).startsWith("expected a JSON object, got malformed JSON: ")
                .contains("(line 2, column ");
    }

    @Test
    void anEndInTheFutureIsKeptExactly() {
        assertThat(
                client.put(ALICE, "{\"expires_at\":\"2026-12-01T13:00:00+01:00\"}").json().path("expires_at").asText())
                .isEqualTo("2026-12-01T12:00:00.000Z");
    }

    @Test
    void aTextTooLongIsRefused() {
        assertThat(client.put(ALICE, "{\"message\":\"" + "x".repeat(1001) + "\"}").isProblem(400, "malformed-request")
                .detail()).isEqualTo("message: expected at most 1000 characters, got 1001");
    }

    @Test
    void anUnblockIsSeenAtOnce() {
        client.put(ALICE, "");
        ApiClient.Answer deleted = client.delete(ALICE, "{\"reason\":\"appeal\"}");
        assertThat(deleted.status()).isEqualTo(200);
        Command.Unblock onLog = (Command.Unblock) api.publisher.log().getLast();
        assertThat(onLog.reason()).isEqualTo("appeal");
        assertThat(deleted.body()).isEqualTo("{\"command\":\"" + onLog.id() + "\"}");
        client.get(ALICE).isProblem(404, "not-blocked");
    }

    @Test
    void anUnblockOfWhoIsNotBlockedIsACommandToo() {
        assertThat(client.delete(ALICE, "").status()).isEqualTo(200);
        assertThat(api.publisher.log()).hasSize(1);
    }

    @Test
    void aDeleteSaysWhyAndNothingElse() {
        assertThat(client.delete(ALICE, "{\"for\":\"2h\"}").isProblem(400, "malformed-request").detail())
                .isEqualTo("unknown field 'for': expected only reason");
    }

    @Test
    void aTerminateIsNoUnblock() {
        client.put(ALICE, "");
        ApiClient.Answer answer = client.delete("/v1/apps/chat/sessions/user/alice", "{\"reason\":\"stolen phone\"}");
        Command.Terminate onLog = (Command.Terminate) api.publisher.log().getLast();
        assertThat(onLog.reason()).isEqualTo("stolen phone");
        assertThat(answer.body()).isEqualTo("{\"command\":\"" + onLog.id() + "\"}");
        assertThat(client.get(ALICE).status()).isEqualTo(200);
    }

    @Test
    void aTerminateMayBeOfSomeSessions() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        client.delete("/v1/apps/chat/sessions/user/alice", "{\"only\":[\"" + one + "\"],\"except\":[\"" + two
                + "\"],\"close\":{\"code\":4500,\"reason\":\"bye\"}}");
        assertThat(((Command.Terminate) api.publisher.log().getLast()).termination())
                .isEqualTo(new Termination(Set.of(one), Set.of(two), new Termination.Close(4500, "bye")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"message\":\"m\"}|unknown field 'message': expected only close, except, only, reason",
            "{\"only\":[]}|only: expected one session or more, got none",
            "{\"except\":[\"x\"]}|except: expected a UUID, got 'x'",
            "{\"close\":{\"code\":4500,\"reason\":\"\",\"text\":\"\"}}|unknown field 'close.text': expected only code, reason",
            "{\"close\":{\"code\":5000,\"reason\":\"\"}}|close.code: expected 3000 to 4999, got 5000"})
    void aTerminateOfImpossibleSessionsIsRefused(String body, String detail) {
        assertThat(client.delete("/v1/apps/chat/sessions/user/alice", body).isProblem(400, "malformed-request")
                .detail()).isEqualTo(detail);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void aBlockEndsToTheClock() {
        client.put(ALICE, "{\"for\":\"2h\"}");
        api.now.set(RunningApi.NOW.plusSeconds(7200).minusMillis(1));
        assertThat(client.get(ALICE).status()).isEqualTo(200);
        api.now.set(RunningApi.NOW.plusSeconds(7200));
        client.get(ALICE).isProblem(404, "not-blocked");
    }

    @Test
    void anAddressIsBlockedByItsRange() {
        assertThat(client.put("/v1/apps/chat/blocks/ip/192.0.2.7/24", "").json().path("subject").path("id").asText())
                .isEqualTo("192.0.2.0/24");
        assertThat(client.get("/v1/apps/chat/blocks/ip/192.0.2.0%2F24").status()).isEqualTo(200);
        assertThat(client.get("/v1/apps/chat/blocks/ip/192.0.2.99").json().path("subject").path("id").asText())
                .isEqualTo("192.0.2.0/24");
        client.get("/v1/apps/chat/blocks/ip/192.0.3.1").isProblem(404, "not-blocked");
    }

    @ParameterizedTest
    @EnumSource(value = Readiness.class, names = "READY", mode = EnumSource.Mode.EXCLUDE)
    void aNodeThatDoesNotKnowSaysSoAndTakesNothing(Readiness readiness) {
        client.put(ALICE, "");
        api.readiness.set(readiness);
        assertThat(client.get(ALICE).isProblem(503, "not-ready").header("Retry-After")).isEqualTo("2");
        client.get("/v1/apps/chat/blocks").isProblem(503, "not-ready");
        client.post("/v1/apps/chat/commands", "{}").isProblem(503, "not-ready");
        client.put(ALICE, "").isProblem(503, "not-done");
        client.get("/health/ready").isProblem(503, "not-ready");
        assertThat(client.get("/health/live").status()).isEqualTo(200);
        assertThat(api.publisher.log()).hasSize(1);
    }

    @Test
    void listsPageByPageInTheStoresOrder() {
        for (String id : new String[]{"bob", "alice", "zoë", "alan", "Bob"}) {
            api.store.put(entry(SubjectKind.USER, id, null));
        }
        api.store.put(entry(SubjectKind.USER, "past", RunningApi.NOW));
        api.store.put(entry(SubjectKind.DEVICE, "d-1", null));
        JsonNode first = client.get("/v1/apps/chat/blocks?kind=user&limit=2").json();
        assertThat(first.path("blocks").findValuesAsText("id")).containsExactly("Bob", "alan");
        JsonNode second = client.get("/v1/apps/chat/blocks?kind=user&limit=3&after=" + first.path("next").asText())
                .json();
        assertThat(second.path("blocks").findValuesAsText("id")).containsExactly("alice", "bob", "zoë");
        assertThat(second.has("next")).isFalse();
        assertThat(client.get("/v1/apps/chat/blocks?prefix=al").json().path("blocks").findValuesAsText("id"))
                .containsExactly("alan", "alice");
        assertThat(client.get("/v1/apps/chat/blocks?prefix=zo%C3%AB").json().path("blocks")).hasSize(1);
        assertThat(client.get("/v1/apps/chat/blocks").json().path("blocks")).hasSize(6);
    }

    private static BlockEntry entry(SubjectKind kind, String id, @Nullable Instant end) {
        return new BlockEntry(SubjectKey.of("chat", kind, id), new java.util.UUID(0, 1), RunningApi.NOW, end, null,
                null,
                "x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"limit=0|limit: expected 1 to 1000, got 0",
            "limit=1001|limit: expected 1 to 1000, got 1001", "limit=many|limit: expected a whole number, got 'many'",
            "kind=pet|subject kind: expected one of user, token, ip, device, app, got 'pet'",
            "after=%21|after: expected the 'next' of an earlier page",
            "perfix=a|unknown query parameter 'perfix': expected only after, kind, limit, prefix",
            "kind=user&kind=ip|kind: expected the query parameter once, got it twice",
            "prefix=%C3|URL: expected UTF-8, got other bytes"})
    void aWrongQueryIsRefused(String query, String detail) {
        assertThat(client.get("/v1/apps/chat/blocks?" + query).isProblem(400, "malformed-request").detail())
                .isEqualTo(detail);
    }
}
