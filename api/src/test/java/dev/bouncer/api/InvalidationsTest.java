package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidationsTest {
    private static final String ALICE = "/v1/apps/chat/invalidations/user/alice";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    @Test
    void anInvalidationIsAnsweredWhenItIsOnTheLogAndSeenAtOnce() {
        ApiClient.Answer put = client.put(ALICE, """
                {"issued_before":"2026-11-01T11:00:00Z","for":"2h","reason":"phished","message":"Sign in again."}""");
        assertThat(put.status()).isEqualTo(200);
        Command.Invalidate onLog = (Command.Invalidate) api.publisher.log().getFirst();
        assertThat(onLog.subject()).isEqualTo(SubjectKey.of("chat", SubjectKind.USER, "alice"));
        assertThat(onLog.expiresAt()).isEqualTo(RunningApi.NOW.plusSeconds(7200));
        assertThat(put.body()).isEqualTo("""
                {"subject":{"kind":"user","id":"alice"},"since":"2026-11-01T12:00:00.000Z",\
                "issued_before":"2026-11-01T11:00:00.000Z","expires_at":"2026-11-01T14:00:00.000Z",\
                "reason":"phished","message":"Sign in again.","actor":"backend","command":"%s"}"""
                .formatted(onLog.id()));

        assertThat(client.get(ALICE).body()).isEqualTo(put.body());
        client.get("/v1/apps/chat/blocks/user/alice").isProblem(404, "not-blocked");
        assertThat(client.get("/v1/apps/chat/blocks").json().path("blocks")).isEmpty();
        client.get("/v1/apps/chat/invalidations/user/bob").isProblem(404, "not-invalidated");
    }

    @Test
    void withoutABodyItIsOfAllTokensUntilNowAndForEver() {
        JsonNode put = client.put(ALICE, "").json();
        assertThat(put.path("issued_before").asText()).isEqualTo("2026-11-01T12:00:00.000Z");
        assertThat(put.has("expires_at")).isFalse();
        assertThat(client.put(ALICE, "{}").json().path("issued_before")).isEqualTo(put.path("issued_before"));
    }

    @Test
    void aDeleteLiftsItAndLeavesTheBlock() {
        client.put(ALICE, "");
        client.put("/v1/apps/chat/blocks/user/alice", "");
        ApiClient.Answer deleted = client.delete(ALICE, "{\"reason\":\"a mistake\"}");
        Command.Invalidate onLog = (Command.Invalidate) api.publisher.log().getLast();

        assertThat(deleted.body()).isEqualTo("{\"command\":\"" + onLog.id() + "\"}");
        assertThat(onLog).isEqualTo(Command.Invalidate.lift(onLog.id(), onLog.subject(), "a mistake", "backend",
                RunningApi.NOW));
        client.get(ALICE).isProblem(404, "not-invalidated");
        assertThat(client.get("/v1/apps/chat/blocks/user/alice").status()).isEqualTo(200);
        assertThat(client.delete(ALICE, "{\"for\":\"2h\"}").isProblem(400, "malformed-request").detail())
                .isEqualTo("unknown field 'for': expected only reason");
    }

    @Test
    void itEndsToTheClock() {
        client.put(ALICE, "{\"for\":\"2h\"}");
        api.now.set(RunningApi.NOW.plusSeconds(7200).minusMillis(1));
        assertThat(client.get(ALICE).status()).isEqualTo(200);
        api.now.set(RunningApi.NOW.plusSeconds(7200));
        client.get(ALICE).isProblem(404, "not-invalidated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "user/alice|{'issued_before':'yesterday'}|issued_before: expected an RFC 3339 time like 2026-12-01T12:00:00.000Z, got 'yesterday'",
            "user/alice|{'expires_at':'2020-01-01T00:00:00Z'}|expires_at: expected a time after now, 2026-11-01T12:00:00.000Z, got 2020-01-01T00:00:00.000Z",
            "user/alice|{'until':'x'}|unknown field 'until': expected only expires_at, for, issued_before, message, reason",
            "token/t-1|{}|subject kind: expected user or device to invalidate the tokens of, got token",
            "ip/::1|{}|subject kind: expected user or device to invalidate the tokens of, got ip"})
    void aWrongRequestIsRefusedWithWhatWasExpected(String subject, String body, String detail) {
        assertThat(client.put("/v1/apps/chat/invalidations/" + subject, body.replace('\'', '"'))
                .isProblem(400, "malformed-request").detail()).isEqualTo(detail);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void scopesAreThoseOfBlocks() {
        ApiClient reader = new ApiClient(api.uri(), RunningApi.READER);
        ApiClient moderator = new ApiClient(api.uri(), RunningApi.MODERATOR);

        reader.put(ALICE, "").isProblem(403, "missing-scope");
        assertThat(moderator.put(ALICE, "").status()).isEqualTo(200);
        moderator.get(ALICE).isProblem(403, "missing-scope");
        assertThat(reader.get(ALICE).status()).isEqualTo(200);
        new ApiClient(api.uri(), RunningApi.OTHER_APP).get(ALICE).isProblem(404, "no-such-app");
    }

    @Test
    void aRetryWithTheSameKeyIsTheSameCommand() {
        JsonNode first = client.send("PUT", ALICE, "{}", "Idempotency-Key", "k-1").json();
        JsonNode second = client.send("PUT", ALICE, "{}", "Idempotency-Key", "k-1").json();

        assertThat(second).isEqualTo(first);
        client.send("DELETE", ALICE, "", "Idempotency-Key", "k-1").isProblem(422, "idempotency-key-reused");
    }

    @Test
    void listsPageByPageAndNoBlocks() {
        for (String id : new String[]{"bob", "alice", "zoë"}) {
            client.put("/v1/apps/chat/invalidations/user/" + (id.equals("zoë") ? "zo%C3%AB" : id), "");
        }
        client.put("/v1/apps/chat/invalidations/device/d-1", "");
        client.put("/v1/apps/chat/blocks/user/aaron", "");
        BlockEntry ended = new BlockEntry(SubjectKey.of("chat", SubjectKind.USER, "past"), new UUID(0, 1),
                Instant.EPOCH,
                RunningApi.NOW, null, null, "x", Instant.EPOCH);
        api.store.put(ended);
        api.view.apply(
                Command.Invalidate.lift(UUID.randomUUID(), SubjectKey.of("chat", SubjectKind.USER, "lifted"), null,
                        "x", RunningApi.NOW),
                new Position(0, 900), RunningApi.NOW);

        JsonNode first = client.get("/v1/apps/chat/invalidations?limit=2").json();
        assertThat(first.path("invalidations").findValuesAsText("id")).containsExactly("d-1", "alice");
        assertThat(first.path("invalidations").path(0).has("command")).isTrue();
        JsonNode second = client.get("/v1/apps/chat/invalidations?after=" + first.path("next").asText()).json();
        assertThat(second.path("invalidations").findValuesAsText("id")).containsExactly("bob", "zoë");
        assertThat(second.has("next")).isFalse();
        assertThat(client.get("/v1/apps/chat/invalidations?kind=user&prefix=zo").json().path("invalidations"))
                .hasSize(1);
        assertThat(client.get("/v1/apps/chat/blocks").json().path("blocks").findValuesAsText("id"))
                .containsExactly("aaron");
        assertThat(client.get("/v1/apps/chat/blocks?after=" + first.path("next").asText())
                .isProblem(400, "malformed-request").detail())
                .isEqualTo("after: expected the 'next' of an earlier page");
    }

    @Test
    void aNodeThatDoesNotKnowSaysSo() {
        api.readiness.set(Readiness.STALE);
        client.get(ALICE).isProblem(503, "not-ready");
        client.get("/v1/apps/chat/invalidations").isProblem(503, "not-ready");
        client.put(ALICE, "").isProblem(503, "not-done");
    }
}
