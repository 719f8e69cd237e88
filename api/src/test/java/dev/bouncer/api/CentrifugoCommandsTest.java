package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Termination;
import dev.bouncer.contract.Times;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the requests of Centrifugo's server API come to on the log. */
class CentrifugoCommandsTest {
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");
    private static final UUID ONE = UUID.fromString("0198c1f0-7a00-7000-8000-00000000000a");
    private static final UUID TWO = UUID.fromString("0198c1f0-7a00-7000-8000-00000000000b");

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = new ApiClient(api.uri(), "");

    private static String json(String text) {
        return text.replace('\'', '"').replace("ONE", ONE.toString()).replace("TWO", TWO.toString());
    }

    private ApiClient.Answer post(String path, String body) {
        return client.post(path, json(body), "X-API-Key", RunningApi.BACKEND);
    }

    private Command only() {
        assertThat(api.publisher.log()).hasSize(1);
        return api.publisher.log().getFirst();
    }

    private void done(String path, String body) {
        assertThat(post(path, body).body()).isEqualTo("{\"result\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"'', ", "',\"expire_at\":0', ", "',\"expire_at\":null', ",
            "',\"expire_at\":1793534400', 2026-11-01T12:00:00Z", "',\"expire_at\":1', 1970-01-01T00:00:01Z",
            "',\"expire_at\":-1', 1970-01-01T00:00:00Z",
            "',\"expire_at\":-9223372036854775808', 1970-01-01T00:00:00Z",
            "',\"expire_at\":253402300799', 9999-12-31T23:59:59Z"})
    void aBlockEndsWhenItSays(String field, @Nullable Instant end) {
        done("/api/block_user", "{'user':'alice'" + field + "}");

        assertThat(only()).isEqualTo(
                new Command.Block(only().id(), ALICE, end, null, null, "backend", RunningApi.NOW));
        assertThat(only().id().version()).isEqualTo(7);
        boolean inForce = end == null || end.isAfter(RunningApi.NOW);
        assertThat(api.client().get("/v1/apps/chat/blocks/user/alice").status()).isEqualTo(inForce ? 200 : 404);
    }

    @Test
    void anUnblockIsTheKeys() {
        client.post("/api/unblock_user", json("{'user':'alice'}"), "X-API-Key", RunningApi.OTHER_APP);

        assertThat(only()).isEqualTo(new Command.Unblock(only().id(),
                SubjectKey.of("other", SubjectKind.USER, "alice"), null, "backend", RunningApi.NOW));
    }

    @Test
    void aRevokedTokenIsABlockedOne() {
        done("/api/revoke_token", "{'uid':'t-1','expire_at':1793534400}");

        assertThat(only()).isEqualTo(new Command.Block(only().id(), SubjectKey.of("chat", SubjectKind.TOKEN, "t-1"),
                Instant.ofEpochSecond(1793534400), null, null, "backend", RunningApi.NOW));
        assertThat(post("/api/revoke_token", "{}").body()).contains("107");
    }

    @ParameterizedTest
    @CsvSource({"'', 2026-11-01T12:00:00Z, ", "',\"issued_before\":0,\"channel\":\"\"', 2026-11-01T12:00:00Z, ",
            "',\"issued_before\":1793530000', 2026-11-01T10:46:40Z, ",
            "',\"expire_at\":1793534401', 2026-11-01T12:00:00Z, 2026-11-01T12:00:01Z"})
    void tokensOfBeforeAreInvalidated(String fields, Instant before, @Nullable Instant end) {
        done("/api/invalidate_user_tokens", "{'user':'alice'" + fields + "}");

        assertThat(only()).isEqualTo(
                new Command.Invalidate(only().id(), ALICE, before, end, null, null, "backend", RunningApi.NOW));
        assertThat(api.client().get("/v1/apps/chat/invalidations/user/alice").json().path("issued_before").asText())
                .isEqualTo(Times.format(before));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|107", "{'user':'alice','channel':'news'}|108",
            "{'user':'alice','issued_before':253402300800}|107", "{'user':'alice','expire_at':253402300800}|107"})
    void whatCannotBeInvalidatedIsRefused(String params, int code) {
        assertThat(post("/api/invalidate_user_tokens", params).body()).contains("\"code\":" + code);
        assertThat(api.publisher.log()).isEmpty();
    }

    @Test
    void aUserIdIsAsLongAsASubjects() {
        done("/api/disconnect", "{'user':'" + "😀".repeat(256) + "'}");

        assertThat(post("/api/disconnect", "{'user':'" + "😀".repeat(257) + "'}").body()).contains("107");
        assertThat(only().subject().subject().id()).isEqualTo("😀".repeat(256));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"``|``|``|0|``", "'client':'ONE'|ONE|``|0|``",
            "'session':'ONE'|ONE|``|0|``", "'client':'ONE','session':'ONE'|ONE|``|0|``",
            "'client':'','session':''|``|``|0|``",
            "'whitelist':['ONE','TWO']|``|ONE TWO|0|``", "'whitelist':['ONE','x','ONE']|``|ONE|0|``",
            "'whitelist':['x']|``|``|0|``", "'client':'ONE','whitelist':['TWO']|ONE|TWO|0|``",
            "'disconnect':{'code':4500,'reason':'bye'}|``|``|4500|bye", "'disconnect':{'code':3000}|``|``|3000|``",
            "'disconnect':null|``|``|0|``"})
    void aDisconnectIsATerminateOfTheSessionsItNames(String fields, String only, String except, int code,
            String reason) {
        done("/api/disconnect", "{'user':'alice'" + (fields.isEmpty() ? "" : ",") + fields + "}");

        assertThat(only()).isEqualTo(new Command.Terminate(only().id(), ALICE,
                new Termination(sessions(only), sessions(except),
                        code == 0 ? null : new Termination.Close(code, reason)),
                null, "backend", RunningApi.NOW));
    }

    private static Set<UUID> sessions(String ids) {
        return Stream.of(json(ids).split(" ")).filter(id -> !id.isEmpty()).map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'client':'x'", "'session':'x'", "'client':'1-1-1-1-1'",
            "'client':'ONE','session':'TWO'", "'client':'ONE','session':'x'", "'client':'x','session':'ONE'"})
    void aSessionThatNobodyCanHaveIsNotTakenForAll(String fields) {
        done("/api/disconnect", "{'user':'alice'," + fields + "}");

        assertThat(api.publisher.log()).isEmpty();
        assertThat(post("/api/disconnect", "{'user':''," + fields + "}").body()).contains("107");
    }

    @Test
    void aReasonIsAsLongAsACloseFrameHolds() {
        done("/api/disconnect", "{'user':'alice','disconnect':{'code':4999,'reason':'" + "x".repeat(123) + "'}}");

        assertThat(post("/api/disconnect",
                "{'user':'alice','disconnect':{'code':4999,'reason':'" + "x".repeat(124) + "'}}").body())
                .contains("107");
        assertThat(api.publisher.log()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/api|{'method':'block_user','params':{'user':'alice'}}{'method':'unblock_user','params':{'user':'alice'}}|`{'result':{}}\n{'result':{}}`",
            "/api/batch|{'commands':[{'block_user':{'user':'alice'}},{'unblock_user':{'user':'alice'}}]}|{'replies':[{'block_user':{}},{'unblock_user':{}}]}"})
    void allAreGivenBeforeAnyIsWaitedForAndAnsweredWhenAllAreOnTheLog(String path, String body, String answer) {
        api.publisher.hold();
        CompletableFuture<ApiClient.Answer> waiting = client.sendAsync("POST", path, json(body), "X-API-Key",
                RunningApi.BACKEND);

        await().until(() -> api.publisher.held() == 2);
        assertThat(waiting).isNotDone();
        api.publisher.release();
        assertThat(waiting.join().body()).isEqualTo(json(answer));
        assertThat(api.publisher.log()).extracting(command -> command.getClass().getSimpleName())
                .isEqualTo(List.of("Block", "Unblock"));
    }

    @Test
    void commandsAreCounted() {
        post("/api/block_user", "{'user':'alice'}");
        post("/api/block_user", "{'user':''}");

        assertThat(api.count("bouncer.commands", "type", "block", "outcome", "accepted", "door", "centrifugo"))
                .isEqualTo(1);
        assertThat(api.count("bouncer.commands", "outcome", "rejected", "door", "centrifugo")).isEqualTo(1);
    }
}
