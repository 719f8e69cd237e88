package dev.bouncer.edge.internal;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.InternalPort;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.session.LiveList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SessionsPortTest {
    private static final String SECRET = "a-secret-of-the-fleet";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    @AutoClose
    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));
    @AutoClose
    private final SessionsPort port = port(InternalPort.LOCAL, SECRET);
    @AutoClose
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address = String.valueOf(port.open());

    private SessionsPort port(InternalPort config, @Nullable String secret) {
        return new SessionsPort(config, new InternalConfig(secret == null ? null : new Secret(secret)),
                new LiveList("edge-1", edge.registry), meters);
    }

    private HttpResponse<String> send(String method, URI uri, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
        if (!authorization.isEmpty()) request.header("Authorization", authorization);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI at(String path) {
        return URI.create("http://" + address + SessionsRequest.PATH + path);
    }

    private double count(String outcome) {
        return meters.counter("bouncer.edge.sessions.asked", "outcome", outcome).count();
    }

    @Test
    void tellsThoseWhoKnowTheSecret() {
        TestClient.connect(edge, "alice").welcomed();
        SessionsRequest request = SessionsRequest.of(SubjectKey.of("chat", SubjectKind.USER, "alice"), null, 7);

        HttpResponse<String> answer = send("GET", request.at(URI.create("http://" + address)), "Bearer " + SECRET);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(LiveSessions.decode(answer.body().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new LiveList("edge-1", edge.registry).answer(request))
                .satisfies(told -> assertThat(told.sessions()).hasSize(1));
        assertThat(count("answered")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a-secret-of-the-flee", "Bearer a-secret-of-the-fleett",
            "Basic a-secret-of-the-fleet", "a-secret-of-the-fleet"})
    void whoDoesNotShowTheSecretLearnsNothing(String shown) {
        for (String path : new String[]{"chat", "chat/user/alice", "chat/robot/alice", ""}) {
            HttpResponse<String> answer = send("GET", at(path), shown);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"error\":\"unauthorized\"}");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        assertThat(count("unauthorized")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat/robot/alice | subject kind: expected one of user, token, ip, device, app, got 'robot'
            chat?limit=1001  | limit: expected 1 to 1000, got 1001
            """)
    void requestThatSaysWhatCannotBeIsRefused(String path, String error) {
        HttpResponse<String> answer = send("GET", at(path), "bearer " + SECRET);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(send("DELETE", at("chat"), "Bearer " + SECRET).statusCode()).isEqualTo(405);
        assertThat(count("malformed")).isEqualTo(2);
    }

    @Test
    void isNotThereWithoutASecretNorOnTheClientsPort() {
        try (SessionsPort without = port(InternalPort.LOCAL, null)) {
            assertThat(without.open()).isNull();
        }
        URI client = URI.create("http://127.0.0.1:" + edge.uri().getPort() + SessionsRequest.PATH + "chat");
        assertThat(send("GET", client, "Bearer " + SECRET).statusCode()).isEqualTo(404);
    }

    @Test
    void isAnnouncedAsConfigured() {
        try (SessionsPort configured = port(new InternalPort("127.0.0.1", 0, "edge-1.example.org:443"), SECRET)) {
            assertThat(configured.open()).isEqualTo("edge-1.example.org:443");
        }
        assertThat(address).matches("127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                SessionsPort second = port(new InternalPort("127.0.0.1", taken.getLocalPort(), null), SECRET)) {
            assertThatIllegalStateException().isThrownBy(second::open)
                    .withMessageStartingWith("bouncer.edge.internal: cannot listen on 127.0.0.1:");
        }
    }
}
