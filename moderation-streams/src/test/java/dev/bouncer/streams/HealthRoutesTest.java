package dev.bouncer.streams;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.config.http.HttpPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HealthRoutesTest {
    private final AtomicReference<Health> health = new AtomicReference<>(Health.READY);
    private final HttpPort server = new HttpPort("streams", "127.0.0.1", 0,
            Map.of("/", new HealthRoutes(health::get, () -> "a_metric 1\n")));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void readyProcessIsReadyAndLive() {
        assertAnswer("/health/ready", 200, "{\"status\":\"ready\"}");
        assertAnswer("/health/live", 200, "{\"status\":\"live\"}");
    }

    @Test
    void processThatIsNotReadySaysWhyAndIsLive() {
        health.set(Health.notReady("waiting for Kafka"));
        assertAnswer("/health/ready", 503, "{\"status\":\"not ready\",\"reason\":\"waiting for Kafka\"}");
        assertAnswer("/health/live", 200, "{\"status\":\"live\",\"reason\":\"waiting for Kafka\"}");
    }

    @Test
    void deadProcessIsNeither() {
        health.set(Health.dead("stream threads failed, see the log"));
        assertAnswer("/health/ready", 503,
                "{\"status\":\"not ready\",\"reason\":\"stream threads failed, see the log\"}");
        assertAnswer("/health/live", 503,
                "{\"status\":\"not live\",\"reason\":\"stream threads failed, see the log\"}");
    }

    @Test
    void metricsAreText() {
        HttpResponse<String> answer = assertAnswer("/metrics", 200, "a_metric 1\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/", "/health/ready/", "/health/readyness", "/metrics/x"})
    void everythingElseIsNotFound(String path) {
        assertAnswer(path, 404, "{\"error\":\"expected /health/live, /health/ready or /metrics\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(server.uri().resolve("/health/ready"))
                .method(method, BodyPublishers.ofString("body")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void portInUseIsToldApart() {
        int port = server.uri().getPort();
        try (HttpPort second = new HttpPort("streams", "127.0.0.1", port, Map.of())) {
            assertThatThrownBy(second::start).isInstanceOf(IllegalStateException.class)
                    .hasMessage("streams: cannot listen on 127.0.0.1:" + port + ": Address already in use");
        }
    }

    @Test
    void closedServerAnswersNobodyAndMayBeClosedAgain() {
        URI uri = server.uri().resolve("/health/live");
        server.close();
        server.close();

        assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    private HttpResponse<String> assertAnswer(String path, int status, String body) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(server.uri().resolve(path)).build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
