package dev.bouncer.streams.history;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Map;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.config.http.HttpPort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The route before there is a Kafka Streams client: what it tells it needs Kafka for, and is tested end to end. */
final class HistoryRouteTest {
    private static final String SECRET = "a-secret-of-the-fleet";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HistoryRoute route = new HistoryRoute(new Secret(SECRET), InternalConfig.NONE, () -> null,
            InstantSource.system(), meters);
    private final HttpPort server = new HttpPort("streams", "127.0.0.1", 0, Map.of(HistoryRequest.PATH, route));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
        route.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a-secret-of-the-flee", "Bearer a-secret-of-the-fleett",
            "Bearer A-SECRET-OF-THE-FLEET", "Basic a-secret-of-the-fleet", "a-secret-of-the-fleet"})
    void whoDoesNotShowTheSecretLearnsNothing(String shown) {
        for (String path : new String[]{"chat/user/alice", "chat/robot/alice", "", "chat/user/alice?limit=x"}) {
            HttpResponse<String> answer = send("GET", path, shown);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"error\":\"unauthorized\"}");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        assertThat(send("DELETE", "chat/user/alice", shown).statusCode()).isEqualTo(401);
        assertThat(count("unauthorized")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"chat/robot/alice, 'subject kind: expected one of user, token, ip, device, app, got ''robot'''",
            "chat/user/alice?limit=101, 'limit: expected 1 to 100, got 101'",
            "'', 'path: expected /internal/history/{app}/{kind}/{id}, got /internal/history/'"})
    void requestThatSaysWhatCannotBeIsRefused(String path, String error) {
        HttpResponse<String> answer = send("GET", path, "bearer " + SECRET);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(count("malformed")).isEqualTo(1);
    }

    @Test
    void otherMethodsAreRefused() {
        HttpResponse<String> answer = send("POST", "chat/user/alice", "Bearer " + SECRET);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void instanceThatIsStillStartingSaysSo() {
        for (String path : new String[]{"chat/user/alice", "chat/user/a%2F..%2F%F0%9F%99%82?limit=3&partition=0"}) {
            HttpResponse<String> answer = send("GET", path, "Bearer " + SECRET);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("this instance is still starting");
        }
        assertThat(count("unavailable")).isEqualTo(2);
    }

    private double count(String outcome) {
        return meters.get("bouncer.streams.history").tag("outcome", outcome).counter().count();
    }

    private HttpResponse<String> send(String method, String path, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(HistoryRequest.PATH + path))
                .method(method, BodyPublishers.noBody());
        if (!authorization.isEmpty()) request.header("Authorization", authorization);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
