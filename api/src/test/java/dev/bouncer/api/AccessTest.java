package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";
    private static final String LINE = "{\"type\":\"block\",\"subject\":{\"kind\":\"user\",\"id\":\"alice\"}}";

    @AutoClose
    private final RunningApi api = new RunningApi();

    @ParameterizedTest
    @CsvSource({"backend-secret, 200, 200", "reader-secret, 403, 200", "moderator-secret, 200, 403",
            "admin-secret, 200, 200", "console-secret, 403, 403", "other-secret, 404, 404", "wrong, 401, 401",
            "'', 401, 401", "backend-secre, 401, 401", "backend-secrett, 401, 401", "BACKEND-SECRET, 401, 401"})
    void aKeyDoesWhatItsScopesSay(String secret, int moderate, int read) {
        api.client().put("/v1/apps/chat/blocks/user/bob", "");
        ApiClient client = new ApiClient(api.uri(), secret);
        assertThat(client.put(ALICE, "").status()).isEqualTo(moderate);
        assertThat(client.delete(ALICE, "").status()).isEqualTo(moderate);
        assertThat(client.delete("/v1/apps/chat/sessions/user/alice", "").status()).isEqualTo(moderate);
        assertThat(client.post("/v1/apps/chat/commands", LINE).status()).isEqualTo(moderate);
        assertThat(client.get("/v1/apps/chat/blocks/user/bob").status()).isEqualTo(read);
        assertThat(client.get("/v1/apps/chat/blocks").status()).isEqualTo(read);
        assertThat(api.publisher.log()).hasSize(moderate == 200 ? 5 : 1);
    }

    @Test
    void withoutAKeyTheAnswerIsTheSameForEveryApp() {
        for (String secret : new String[]{"", "wrong"}) {
            ApiClient client = new ApiClient(api.uri(), secret);
            ApiClient.Answer there = client.put(ALICE, "").isProblem(401, "unauthenticated");
            ApiClient.Answer nowhere = client.put("/v1/apps/nowhere/blocks/user/alice", "");
            assertThat(nowhere.body()).isEqualTo(there.body());
            assertThat(there.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void anAppOfOthersIsAnsweredLikeNone() {
        ApiClient.Answer others = api.client().put("/v1/apps/other/blocks/user/alice", "");
        ApiClient.Answer none = api.client().put("/v1/apps/nowhere/blocks/user/alice", "");
        ApiClient.Answer impossible = api.client().put("/v1/apps/no%20where/blocks/user/alice", "");
        assertThat(others.isProblem(404, "no-such-app").detail()).isEqualTo("no such app for this key");
        assertThat(none.body()).isEqualTo(others.body());
        assertThat(impossible.body()).isEqualTo(others.body());
    }

    @Test
    void aMissingScopeIsNamed() {
        assertThat(new ApiClient(api.uri(), RunningApi.READER).put(ALICE, "").isProblem(403, "missing-scope").detail())
                .isEqualTo("this needs the scope moderate");
        assertThat(new ApiClient(api.uri(), RunningApi.MODERATOR).get(ALICE).isProblem(403, "missing-scope").detail())
                .isEqualTo("this needs the scope read");
    }

    @Test
    void theSchemeIsBearerInAnyCase() {
        ApiClient anonymous = new ApiClient(api.uri(), "");
        assertThat(anonymous.put(ALICE, "", "Authorization", "bearer " + RunningApi.BACKEND).status()).isEqualTo(200);
        anonymous.put(ALICE, "", "Authorization", "Basic " + RunningApi.BACKEND).isProblem(401, "unauthenticated");
        anonymous.put(ALICE, "", "Authorization", RunningApi.BACKEND).isProblem(401, "unauthenticated");
    }

    @Test
    void theActorIsTheKeysName() {
        new ApiClient(api.uri(), RunningApi.MODERATOR).put(ALICE, "");
        assertThat(api.publisher.log().getFirst().actor()).isEqualTo("moderator");
    }

    @Test
    void healthAndMetricsNeedNoKey() {
        ApiClient anonymous = new ApiClient(api.uri(), "");
        assertThat(anonymous.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(anonymous.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(anonymous.get("/metrics").status()).isEqualTo(200);
    }

    @Test
    void nobodyGetsACookieWhoeverAsksForASession() {
        ApiClient.Answer answer = api.client().get("/test/session");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }
}
