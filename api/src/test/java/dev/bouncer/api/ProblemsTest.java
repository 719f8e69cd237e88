package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ConfigException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    private static final String ALICE = "/v1/apps/chat/blocks/user/alice";

    @AutoClose
    private final RunningApi api = new RunningApi();
    private final ApiClient client = api.client();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/apps/chat", "/v1/apps/chat/blocks/", "/v1/apps/chat/blocks/user",
            "/v1/apps/chat/blocks/user/", "/V1/apps/chat/blocks", "//v1/apps/chat/blocks", "/index.html"})
    void aPathThatLeadsNowhereIs404(String path) {
        client.get(path).isProblem(404, "no-such-route");
    }

    @Test
    void anotherMethodIs405WithTheOnesThereAre() {
        assertThat(client.post(ALICE, "{}").isProblem(405, "method-not-allowed").header("Allow").split(", "))
                .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "DELETE");
        assertThat(client.get("/v1/apps/chat/commands").isProblem(405, "method-not-allowed").header("Allow"))
                .isEqualTo("POST");
        client.send("OPTIONS", ALICE, "").isProblem(405, "method-not-allowed");
    }

    @Test
    void aMethodNobodyKnowsIsRefusedAndLeavesNoMetricBehind() {
        assertThat(client.raw("FROBNICATE " + ALICE)).startsWith("HTTP/1.1 405 ");
        assertThat(client.raw("FROBNICATE /nowhere")).startsWith("HTTP/1.1 404 ");
        assertThat(client.get("/metrics").body()).doesNotContain("FROBNICATE");
    }

    @Test
    void theMethodIsTheOneInTheRequestLine() {
        client.put(ALICE, "");
        assertThat(client.get(ALICE, "X-HTTP-Method-Override", "DELETE").isProblem(400, "malformed-request").detail())
                .isEqualTo("X-HTTP-Method-Override: expected the method in the request line alone");
        assertThat(client.get(ALICE).status()).isEqualTo(200);
    }

    @Test
    void headAnswersAsGetDoes() {
        assertThat(client.send("HEAD", ALICE, "").status()).isEqualTo(404);
        client.put(ALICE, "");
        assertThat(client.send("HEAD", ALICE, "").status()).isEqualTo(200);
        assertThat(new ApiClient(api.uri(), "").send("HEAD", ALICE, "").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test/exception", "/test/error"})
    void aDefectTellsNothingOfOurInsides(String path) {
        ApiClient.Answer answer = client.get(path).isProblem(500, "internal");
        assertThat(answer.body()).doesNotContain("secret insides", "Exception", "dev.bouncer");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "/v1/apps/chat/blocks"})
    void aStoreThatIsClosedWhileItIsAskedIsNoDefect(String path) {
        api.closableStore.close();
        ApiClient.Answer answer = client.get(path).isProblem(503, "not-ready");
        assertThat(answer.detail()).isEqualTo("this node is rebuilding its blocklist; another one may know");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void aBodyAnnouncedTooLargeIsRefusedUnread() throws IOException {
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(head("PUT " + ALICE, "Content-Length: 1000000000"));
            // Not a byte of the body is sent, so the answer cannot have waited for it.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("urn:bouncer:problem:body-too-large",
                    "expected at most 4096 bytes");
        }
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefusedWithoutTheRest() throws IOException {
        try (Socket socket = client.connect()) {
            socket.getOutputStream().write(head("PUT " + ALICE, "Transfer-Encoding: chunked"));
            String chunk = "1001\r\n" + " ".repeat(0x1001) + "\r\n";
            socket.getOutputStream().write(chunk.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("urn:bouncer:problem:body-too-large");
        }
    }

    @Test
    void aBodyOfTheFullSizeIsTaken() {
        String body = "{\"reason\":\"x\"}";
        assertThat(client.put(ALICE, body + " ".repeat(RunningApi.MAX_BODY - body.length())).status()).isEqualTo(200);
        client.put(ALICE, body + " ".repeat(RunningApi.MAX_BODY - body.length() + 1)).isProblem(413, "body-too-large");
    }

    @Test
    void aBodyFarTooLargeGetsItsAnswerWhileTheClientIsStillSending() {
        // Not each time: closing a connection on which more arrives resets it, and a reset may overtake the answer.
        await().ignoreException(CompletionException.class)
                .untilAsserted(() -> client.put(ALICE, " ".repeat(1_000_000)).isProblem(413, "body-too-large"));
    }

    private static byte[] head(String requestLine, String header) {
        return (requestLine + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + RunningApi.BACKEND + "\r\n" + header
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"%zz", "%", "%4", "a%2", "%C3%28", "%ED%A0%80", "%C0%AF", "%00", "%0A", "%ff"})
    void anIdThatCannotBeIs400(String id) {
        String answer = client.raw("GET /v1/apps/chat/blocks/user/" + id);
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("Content-Type: application/problem+json",
                "urn:bouncer:problem:malformed-request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "pet/alice|subject kind: expected one of user, token, ip, device, app, got 'pet'",
            "User/alice|subject kind: expected one of user, token, ip, device, app, got 'User'",
            "ip/1.2.3|ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got '1.2.3'"})
    void aSubjectThatCannotBeIs400(String subject, String detail) {
        assertThat(client.put("/v1/apps/chat/blocks/" + subject, "").isProblem(400, "malformed-request").detail())
                .isEqualTo(detail);
    }

    @Test
    void anIdOf257CharactersIs400AndOneOf256IsNot() {
        String smiley = "%F0%9F%99%82";
        assertThat(client.put("/v1/apps/chat/blocks/user/" + smiley.repeat(256), "").status()).isEqualTo(200);
        assertThat(client.put("/v1/apps/chat/blocks/user/" + smiley.repeat(257), "").isProblem(400, "malformed-request")
                .detail()).isEqualTo("subject id: expected at most 256 characters, got 257");
    }

    @Test
    void whatTheServerItselfRefusesIsAProblemToo() {
        assertThat(client.raw("GET /" + "x".repeat(20_000))).startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json", "\"type\":\"about:blank\"", "\"status\":414");
        assertThat(client.raw("GET /../../x")).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        assertThat(client.raw("NONSENSE")).startsWith("HTTP/1.1 505 ").contains("application/problem+json");
    }

    @Test
    void whatWasNotDoneIsToldApartFromWhatIsNotKnown() {
        api.publisher.fail(new Outcome.NotDone("Kafka does not answer"), false);
        ApiClient.Answer notDone = client.put(ALICE, "").isProblem(503, "not-done");
        assertThat(notDone.detail()).isEqualTo("Kafka does not answer; nothing was done, try again later");
        assertThat(notDone.header("Retry-After")).isEqualTo("2");
        client.get(ALICE).isProblem(404, "not-blocked");

        api.publisher.fail(new Outcome.Unknown("no acknowledgement in time"), true);
        ApiClient.Answer unknown = client.put(ALICE, "").isProblem(503, "outcome-unknown");
        assertThat(unknown.detail()).isEqualTo("no acknowledgement in time; it may still take effect. "
                + "To retry with the same Idempotency-Key is safe");
        assertThat(unknown.header("Retry-After")).isEqualTo("2");
        assertThat(unknown.json().path("command").asText()).isEqualTo(api.publisher.log().getFirst().id().toString());
    }

    @Test
    void aPortInUseIsNamed() {
        int port = api.uri().getPort();
        assertThatThrownBy(() -> new RunningApi(port)).isInstanceOf(ConfigException.class).hasMessageContaining(
                "bouncer.api.port: expected a free port, but cannot listen on 127.0.0.1:" + port);
    }

    @Test
    void countsRequestsCommandsAndProblems() {
        client.put(ALICE, "");
        client.get("/nowhere");
        new ApiClient(api.uri(), "wrong").get(ALICE);
        String metrics = client.get("/metrics").body();
        assertThat(metrics).contains("bouncer_commands_total{door=\"native\",outcome=\"accepted\",type=\"block\"} 1.0",
                "bouncer_api_problems_total{reason=\"no-such-route\"} 1.0",
                "bouncer_api_problems_total{reason=\"unauthenticated\"} 1.0",
                "bouncer_api_requests_seconds_count{method=\"PUT\",route=\"/v1/apps/{app}/blocks/{kind}/<id>\",status=\"200\"} 1");
    }

    @Test
    void handlersRunOnVirtualThreads() {
        assertThat(client.get("/test/thread").body()).isEqualTo("virtual");
    }
}
