package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live sessions through the native door and Centrifugo's, of edges that behave and of edges that do not. */
class LiveSessionsTest {
    private static final String ALICE = "/v1/apps/chat/sessions/user/alice";
    private static final String CONNECTIONS = "/api/connections";
    private static final List<Long> APPLIED = List.of(1L, 1L, 1L);

    @AutoClose
    private final FakeEdge first = new FakeEdge("edge-1");
    @AutoClose
    private final FakeEdge second = new FakeEdge("edge-2");
    @AutoClose
    private final RunningApi api = new RunningApi(new Secret(FakeEdge.SECRET), List.of());
    private final ApiClient client = api.client();

    @BeforeEach
    void announce() {
        api.edges.readUpTo(api.nanos.get());
        announce("edge-1", first.address());
        announce("edge-2", second.address());
    }

    private void announce(String edge, @Nullable String address) {
        api.edges.heard(new EdgeAnnouncement(edge, "1.2.3", address, RunningApi.NOW, true, APPLIED, null, List.of(),
                RunningApi.NOW), Duration.ZERO);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.isTextual() ? one.textValue() : one.path("session").textValue()));
        return texts;
    }

    private static List<String> ids(int... ends) {
        return IntStream.of(ends).mapToObj(FakeEdge::id).map(UUID::toString).toList();
    }

    @Test
    void areThoseOfAllEdges() {
        second.session(1);
        first.session(2);

        ApiClient.Answer answer = client.get(ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(("{'sessions':["
                + "{'edge':'edge-2','session':'" + FakeEdge.id(1) + "','since':'2026-11-01T11:59:00.000Z',"
                + "'subjects':[{'kind':'user','id':'alice'}],'protocol':'native','address':'192.0.2.7',"
                + "'user_agent':'curl/8.5'},"
                + "{'edge':'edge-1','session':'" + FakeEdge.id(2) + "','since':'2026-11-01T11:59:00.000Z',"
                + "'subjects':[{'kind':'user','id':'alice'}],'protocol':'native','address':'192.0.2.7',"
                + "'user_agent':'curl/8.5'}],'edges':2,'unanswered':[]}").replace('\'', '"'));
        assertThat(client.send("HEAD", ALICE, "").body()).isEmpty();
        assertThat(first.asked.getFirst()).isEqualTo(
                SessionsRequest.of(SubjectKey.of("chat", SubjectKind.USER, "alice"), null, 1000));
    }

    @Test
    void edgeThatDoesNotAnswerIsNamedWithinTheDeadline() {
        first.session(1);
        second.session(2);
        second.hanging = true;
        long start = System.nanoTime();

        JsonNode answer = client.get(ALICE).json();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900),
                Duration.ofSeconds(4));
        assertThat(texts(answer.path("sessions"))).isEqualTo(ids(1));
        assertThat(answer.path("edges").asInt()).isEqualTo(2);
        assertThat(texts(answer.path("unanswered"))).containsExactly("edge-2");
        assertThat(answer.path("why").path("edge-2").asText()).isEqualTo("no-answer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            wrong secret | refused
            nobody there | no-answer
            no address   | no-address
            bad address  | no-answer
            not JSON     | garbled
            10 MB        | garbled
            10 MB of JSON | garbled
            other edge   | garbled
            contested    | contested
            """)
    void edgeThatDoesNotTellIsNamedAndWhy(String how, String why) {
        first.session(1);
        switch (how) {
            case "wrong secret" -> second.secret = "another-secret-of-a-fleet";
            case "nobody there" -> second.close();
            case "no address" -> announce("edge-2", null);
            case "bad address" -> announce("edge-2", "no address at all");
            case "not JSON" -> second.answer = "<html>".getBytes(StandardCharsets.UTF_8);
            case "10 MB" -> second.answer = new byte[10 << 20];
            case "10 MB of JSON" -> second.answer = ("{\"sessions\":[" + " ".repeat(10 << 20) + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            case "other edge" -> announce("edge-2", first.address());
            case "contested" -> api.edges.heard(new EdgeAnnouncement("edge-2", "1.2.3", null,
                    RunningApi.NOW.minusSeconds(1), true, APPLIED, null, List.of(), RunningApi.NOW), Duration.ZERO);
            default -> throw new IllegalArgumentException(how);
        }

        JsonNode answer = client.get(ALICE).json();

        assertThat(texts(answer.path("sessions"))).isEqualTo(ids(1));
        assertThat(texts(answer.path("unanswered"))).containsExactly("edge-2");
        assertThat(answer.path("why").path("edge-2").asText()).isEqualTo(why);
        assertThat(client.post(CONNECTIONS, "{\"user\":\"alice\"}", "X-API-Key", RunningApi.BACKEND).body())
                .isEqualTo("{\"error\":{\"code\":100,\"message\":\"internal server error\"}}");
    }

    @Test
    void silentEdgeIsAskedAllTheSame() {
        first.session(1);
        api.nanos.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(texts(client.get(ALICE).json().path("sessions"))).isEqualTo(ids(1));
    }

    @Test
    void pagesGoThroughAllEdgesInOneOrderAndMissNobody() {
        IntStream.range(0, 10).forEach(i -> (i % 3 == 0 ? first : second).session(i));

        List<String> seen = new ArrayList<>();
        String query = "?limit=3";
        for (int page = 0; page < 4; page++) {
            JsonNode answer = client.get(ALICE + query).json();
            seen.addAll(texts(answer.path("sessions")));
            assertThat(answer.has("next")).isEqualTo(page < 3);
            query = "?limit=3&after=" + answer.path("next").asText();
        }

        assertThat(seen).isEqualTo(ids(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void oneEdgeTellsItsOwn() {
        first.session(1);
        second.session(2);

        JsonNode answer = client.get("/v1/apps/chat/sessions?edge=edge-2&limit=7&after=" + FakeEdge.id(1)).json();

        assertThat(texts(answer.path("sessions"))).isEqualTo(ids(2));
        assertThat(answer.path("edges").asInt()).isEqualTo(1);
        assertThat(first.asked).isEmpty();
        assertThat(second.asked).containsExactly(new SessionsRequest("chat", null, FakeEdge.id(1), 7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sessions | 400 | malformed-request | edge: expected the id of an edge, got none; the sessions of a subject are at /v1/apps/chat/sessions/{kind}/{id}
            sessions?edge=edge-9 | 404 | no-such-edge | no edge of that id has announced itself
            sessions?edge=edge-1&limit=0 | 400 | malformed-request | limit: expected 1 to 1000, got 0
            sessions/user/a?limit=1001 | 400 | malformed-request | limit: expected 1 to 1000, got 1001
            sessions/user/a?after=1-1-1-1-1 | 400 | malformed-request | after: expected the id of a session, got '1-1-1-1-1'
            sessions/user/a?edge=edge-1 | 400 | malformed-request | unknown query parameter 'edge': expected only after, limit
            sessions/robot/a | 400 | malformed-request | subject kind: expected one of user, token, ip, device, app, got 'robot'
            """)
    void requestThatSaysWhatCannotBeIsRefused(String path, int status, String type, String detail) {
        assertThat(client.get("/v1/apps/chat/" + path).isProblem(status, type).detail()).isEqualTo(detail);
        assertThat(first.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"reader-secret, 200", "admin-secret, 200", "moderator-secret, 403", "console-secret, 403",
            "guard-secret, 403", "other-secret, 404", "wrong, 401", "'', 401"})
    void whoMayReadBlocksMayReadSessions(String secret, int status) {
        ApiClient caller = new ApiClient(api.uri(), secret);

        assertThat(caller.get(ALICE).status()).isEqualTo(status);
        assertThat(caller.get("/v1/apps/chat/sessions?edge=edge-1").status()).isEqualTo(status);
        assertThat(first.asked).hasSize(status == 200 ? 2 : 0);
    }

    @Test
    void anotherAppIsAskedAboutAsItself() {
        ApiClient other = new ApiClient(api.uri(), RunningApi.OTHER_APP);

        other.get("/v1/apps/other/sessions/user/alice");
        other.get("/v1/apps/other/sessions?edge=edge-1");
        other.post(CONNECTIONS, "{\"user\":\"alice\"}", "X-API-Key", RunningApi.OTHER_APP);

        assertThat(first.asked).hasSize(3).extracting(SessionsRequest::app).containsOnly("other");
    }

    @Test
    void nodeThatDoesNotKnowTheEdgesSaysSo() {
        api.nanos.addAndGet(Duration.ofSeconds(11).toNanos());

        client.get(ALICE).isProblem(503, "not-ready");
        client.get("/v1/apps/chat/sessions?edge=edge-1").isProblem(503, "not-ready");
        assertThat(first.asked).isEmpty();
    }

    @Test
    void withoutASecretTheAnswerSaysWhatIsMissing() {
        try (RunningApi without = new RunningApi()) {
            assertThat(without.client().get(ALICE).isProblem(501, "sessions-not-configured").detail())
                    .isEqualTo("bouncer.internal.secret is not set at this node");
        }
    }

    @Test
    void centrifugoIsToldTheConnectionsOfAUser() {
        second.session(1);

        assertThat(client.post(CONNECTIONS, "{\"user\":\"alice\"}", "X-API-Key", RunningApi.READER).body())
                .isEqualTo(("{'result':{'connections':{'" + FakeEdge.id(1)
                        + "':{'app_name':'curl/8.5','app_version':'','transport':'websocket','protocol':'native',"
                        + "'user':'alice','state':{}}}}}").replace('\'', '"'));
    }

    @Test
    void centrifugoIsToldAllOfThem() {
        IntStream.range(0, 1200).forEach(first::session);

        JsonNode answer = client.post("/api", "{\"method\":\"connections\",\"params\":{\"user\":\"alice\"}}",
                "X-API-Key", RunningApi.BACKEND).json();

        assertThat(answer.path("result").path("connections")).hasSize(1200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"user":"alice","expression":"true"} | {"error":{"code":108,"message":"not available"}}
            {}                                   | {"error":{"code":107,"message":"bad request"}}
            {"user":"a\\u0000"}                   | {"error":{"code":107,"message":"bad request"}}
            """)
    void whatCentrifugosCallersCannotAskIsRefused(String params, String answer) {
        assertThat(client.post(CONNECTIONS, params, "X-API-Key", RunningApi.BACKEND).body()).isEqualTo(answer);
        assertThat(first.asked).isEmpty();
    }

    @Test
    void centrifugosCallersNeedTheScopeToRead() {
        assertThat(client.post(CONNECTIONS, "{\"user\":\"alice\"}", "X-API-Key", RunningApi.MODERATOR).body())
                .isEqualTo("{\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
    }
}
