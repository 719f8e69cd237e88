package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.CallerLimits;
import dev.bouncer.config.Rate;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use Centrifugo's server API, and what becomes of commands given there. */
class CentrifugoDoorTest {
    private static final String DONE = json("{'result':{}}");
    private static final String KEY = "X-API-Key";
    private static final String[] TRANSPORT = {KEY, RunningApi.BACKEND, "X-Centrifugo-Error-Mode", "transport"};

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = new ApiClient(api.uri(), "");

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private ApiClient.Answer post(String path, String body) {
        return client.post(path, json(body), KEY, RunningApi.BACKEND);
    }

    @ParameterizedTest
    @CsvSource({"Authorization, apikey backend-secret, '', 200", "Authorization, ApiKey   backend-secret, '', 200",
            "X-API-Key, backend-secret, '', 200", "X-Other, x, ?api_key=backend-secret, 200",
            "Authorization, Basic eDp5, ?api_key=backend%2Dsecret, 200",
            "Authorization, Bearer backend-secret, '', 401",
            "Authorization, apikey wrong, '', 401", "Authorization, apikey backend-secret x, '', 401",
            "Authorization, backend-secret, '', 401", "X-API-Key, wrong, '', 401", "X-API-Key, backend-secre, '', 401",
            "X-Other, x, '', 401", "X-Other, x, ?api_key=wrong, 401", "X-Other, x, ?api_key=, 401"})
    void aKeyIsShownInAnyOfThreeWays(String header, String value, String query, int status) {
        for (String path : List.of("/api/disconnect", "/api")) {
            String body = path.equals("/api")
                    ? "{'method':'disconnect','params':{'user':'alice'}}"
                    : "{'user':'alice'}";
            ApiClient.Answer answer = client.post(path + query, json(body), header, value);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(status == 200 ? DONE : "");
        }
        assertThat(api.publisher.log()).hasSize(status == 200 ? 2 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset", "application/json; charset=nonsense", "=", ";"})
    void anotherContentTypeIsIgnoredForTheKeyToo(String contentType) {
        assertThat(client.post("/api/disconnect?api_key=backend-secret", json("{'user':'alice'}"), "Content-Type",
                contentType).status()).isEqualTo(200);
        assertThat(client.post("/api/disconnect", json("{'user':'alice'}"), "Content-Type", contentType).status())
                .isEqualTo(401);
    }

    @Test
    void aWrongKeyBesideAGoodOneIsWrong() {
        ApiClient.Answer answer = client.post("/api/disconnect", json("{'user':'alice'}"), KEY, "wrong",
                "Authorization", "apikey " + RunningApi.BACKEND);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aSecretOfSeveralAppsTellsNoApp() {
        assertThat(client.post("/api/disconnect", json("{'user':'alice'}"), KEY, RunningApi.SHARED).status())
                .isEqualTo(401);
        ApiClient natively = new ApiClient(api.uri(), RunningApi.SHARED);
        assertThat(natively.put("/v1/apps/other/blocks/user/alice", "").status()).isEqualTo(200);
    }

    @Test
    void aKeyThatCannotBeDecodedIsNone() {
        assertThat(client.raw("POST /api/disconnect?api_key=%zz")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whoShowsNoKeyLearnsNothingOfTheBody() {
        assertThat(client.post("/api/disconnect", "{").status()).isEqualTo(401);
        assertThat(client.post("/api", "x".repeat(RunningApi.MAX_BODY + 1)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void anotherMethodIs405WithNothing(String method) {
        for (String path : List.of("/api", "/api/disconnect")) {
            ApiClient.Answer answer = client.send(method, path, "", KEY, RunningApi.BACKEND);

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(client.send(method, "/api/nope", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"backend-secret, true, true", "reader-secret, false, true", "moderator-secret, true, true",
            "admin-secret, true, true", "console-secret, false, false"})
    void aKeyDoesWhatItsScopesSay(String secret, boolean moderate, boolean info) {
        for (String method : List.of("block_user", "unblock_user", "disconnect")) {
            assertThat(client.post("/api/" + method, json("{'user':'alice'}"), KEY, secret).body())
                    .isEqualTo(moderate ? DONE : json("{'error':{'code':103,'message':'permission denied'}}"));
        }
        assertThat(client.post("/api/info", "{}", KEY, secret).json().has("result")).isEqualTo(info);
        assertThat(client.post("/api/disconnect", "{}", KEY, secret, "X-Centrifugo-Error-Mode", "transport").status())
                .isEqualTo(moderate ? 400 : 403);
        assertThat(api.publisher.log()).hasSize(moderate ? 3 : 0);
    }

    @Test
    void callersAreLimited() {
        Rate two = new Rate(2, Duration.ofHours(1));
        try (RunningApi limited = new RunningApi(new CallerLimits(two, two))) {
            ApiClient caller = new ApiClient(limited.uri(), "");
            for (String key : List.of(RunningApi.BACKEND, "wrong")) {
                for (int i = 0; i < 2; i++) {
                    assertThat(caller.post("/api/info", "{}", KEY, key).status()).isNotEqualTo(429);
                }
                ApiClient.Answer answer = caller.post("/api/info", "{}", KEY, key);
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.body()).isEmpty();
                assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
            }
        }
    }

    @Test
    void aBodyTooLargeIs413() {
        String most = json("{'user':'alice'}") + " ".repeat(RunningApi.MAX_BODY - 16);

        assertThat(post("/api/disconnect", most).body()).isEqualTo(DONE);
        ApiClient.Answer answer = post("/api/disconnect", most + " ");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aPrefixOfThePathIsNoneOfTheDoors() {
        post("/apis", "{}").isProblem(404, "no-such-route");
    }

    @Test
    void whatIsNotOnTheLogIsNoSuccess() {
        String failed = json("{'error':{'code':100,'message':'internal server error'}}");
        for (Outcome outcome : List.of(new Outcome.NotDone("away"), new Outcome.Unknown("late"))) {
            api.publisher.fail(outcome, false);
            assertThat(post("/api/block_user", "{'user':'alice'}").body()).isEqualTo(failed);
            assertThat(post("/api", "{'method':'block_user','params':{'user':'alice'}}").body()).isEqualTo(failed);
            ApiClient.Answer answer = client.post("/api/disconnect", json("{'user':'alice'}"), TRANSPORT);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo(json("{'code':100,'message':'internal server error'}"));
        }
        api.publisher.recover();
        api.readiness.set(Readiness.CATCHING_UP);
        assertThat(post("/api/unblock_user", "{'user':'alice'}").body()).isEqualTo(failed);
    }

    @Test
    void whatIsBlockedHereIsSeenByTheNativeDoorAtOnce() {
        post("/api/block_user", "{'user':'alice'}");
        assertThat(api.client().get("/v1/apps/chat/blocks/user/alice").status()).isEqualTo(200);

        post("/api/unblock_user", "{'user':'alice'}");
        api.client().get("/v1/apps/chat/blocks/user/alice").isProblem(404, "not-blocked");
    }

    @Test
    void linesAreAnsweredOneForOne() {
        ApiClient.Answer answer = post("/api", """
                {'method':'block_user','params':{'user':'alice'}}
                {'id':2,'method':'disconnect','params':{'user':''}}

                {
                  'method': 'publish', 'params': {}
                }
                {'method':'unblock_user','params':{'user':'alice'}}
                """);

        assertThat(answer.body()).isEqualTo(json("""
                {'result':{}}
                {'id':2,'error':{'code':107,'message':'bad request'}}
                {'error':{'code':108,'message':'not available'}}
                {'result':{}}"""));
        assertThat(api.publisher.log()).extracting(command -> command.getClass().getSimpleName())
                .containsExactly("Block", "Unblock");
    }

    @Test
    void nothingIsDoneOfABodyWithALineThatIsNone() {
        assertThat(post("/api", "{'method':'block_user','params':{'user':'alice'}}\n{").status()).isEqualTo(400);
        assertThat(api.publisher.given()).isZero();
    }

    @Test
    void infoIsOfThisNode() {
        api.now.set(RunningApi.NOW.plusMillis(90_999));
        JsonNode node = post("/api/info", "{}").json().at("/result/nodes/0");

        assertThat(node.path("uid").asText()).hasSize(36);
        assertThat(node.path("name").asText()).isEqualTo("bouncer-api");
        assertThat(node.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(node.path("uptime").asInt()).isEqualTo(90);
        assertThat(List.of("num_clients", "num_users", "num_subs", "num_channels"))
                .allMatch(count -> node.path(count).isInt() && node.path(count).asInt() == 0);
        assertThat(post("/api", "{'method':'info'}").json().at("/result/nodes/0")).isEqualTo(node);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'parallel':true", ",'parallel':false"})
    void aBatchIsGivenInOrderAndAnsweredOneForOne(String parallel) {
        ApiClient.Answer answer = post("/api/batch", """
                {'commands':[{'block_user':{'user':'alice','expire_at':4000000000}},{'disconnect':{'user':''}},
                 {'publish':{'channel':'c'}},{'batch':{'commands':[]}},{'disconnect':{'user':'bob'}},{},
                 {'unblock_user':{'user':'alice'}}]%s}""".formatted(parallel));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(json("{'replies':[{'block_user':{}},"
                + "{'error':{'code':107,'message':'bad request'}},{'error':{'code':108,'message':'not available'}},"
                + "{'error':{'code':104,'message':'not found'}},{'disconnect':{}},"
                + "{'error':{'code':104,'message':'not found'}},{'unblock_user':{}}]}"));
        assertThat(api.publisher.log()).extracting(command -> command.getClass().getSimpleName())
                .containsExactly("Block", "Terminate", "Unblock");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{}|200|{'replies':[]}",
            "{'commands':[{'disconnect':{'user':5}}]}|400|Bad Request\\n", "{'commands':{}}|400|Bad Request\\n",
            "{'commands':[7]}|400|Bad Request\\n"})
    void aBatchThatIsNone(String body, int status, String answer) {
        assertThat(post("/api/batch", body).body()).isEqualTo(json(answer).translateEscapes());
        assertThat(post("/api/batch", body).status()).isEqualTo(status);
        assertThat(post("/api", "{'method':'batch','params':" + body + "}").status()).isEqualTo(200);
    }

    @Test
    void aBatchAndABodyHoldABoundedNumber() {
        assertThat(post("/api/batch", "{'commands':[" + repeated("{}", ",", 1_000) + "]}").status()).isEqualTo(200);
        assertThat(post("/api/batch", "{'commands':[" + repeated("{}", ",", 1_001) + "]}").status()).isEqualTo(400);
        assertThat(post("/api", repeated("{}", "", 1_000)).status()).isEqualTo(200);
        assertThat(post("/api", repeated("{}", "", 1_001)).status()).isEqualTo(400);
        String half = "{'method':'batch','params':{'commands':[" + repeated("{}", ",", 501) + "]}}";
        assertThat(post("/api", half).status()).isEqualTo(200);
        assertThat(post("/api", half + half).status()).isEqualTo(400);
    }

    @Test
    void anEntryOfABatchIsOneCommand() {
        ApiClient.Answer answer = post("/api/batch",
                "{'commands':[{'block_user':{'user':'a'},'disconnect':{'user':'b'}},{'block_user':{'user':'c'}}]}");

        assertThat(answer.body())
                .isEqualTo(json("{'replies':[{'error':{'code':107,'message':'bad request'}},{'block_user':{}}]}"));
        assertThat(api.publisher.log()).hasSize(1);
    }

    private static String repeated(String text, String between, int times) {
        return IntStream.range(0, times).mapToObj(_ -> text).collect(Collectors.joining(between));
    }
}
