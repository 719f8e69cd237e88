package dev.bouncer.edge.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.bouncer.config.Rate;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.gateway.Gateway;
import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.identify.Identification;
import dev.bouncer.edge.gateway.route.Routes;
import dev.bouncer.edge.health.HealthRoutes;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static dev.bouncer.edge.TestClient.await;

/** What load balancers see, and how a node goes. */
class DrainTest {
    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        edge.close();
        http.close();
    }

    private String get(String path) throws Exception {
        URI uri = new URI("http", null, edge.uri().getHost(), edge.uri().getPort(), path, null, null);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private CompletableFuture<Void> drain(Duration over) {
        return CompletableFuture.runAsync(() -> {
            try {
                edge.sessions.drain(over, Rate.UNLIMITED);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"READY, 200, ready", "CATCHING_UP, 503, catching-up", "STALE, 503, stale"})
    void tellsWhetherItTakesClients(Readiness readiness, int code, String status) throws Exception {
        edge.readiness.set(readiness);

        assertThat(get("/health/ready")).isEqualTo(code + " {\"status\":\"" + status + "\"}");
        assertThat(get("/health/live")).isEqualTo("200 {\"status\":\"live\"}");
    }

    @Test
    void countsForPrometheus() throws Exception {
        TestClient.connect(edge, "alice").welcomed();

        assertThat(get("/metrics")).startsWith("200 ").contains("bouncer_sessions{app=\"chat\"} 1.0",
                "bouncer_connects_total{app=\"chat\",outcome=\"admitted\"} 1.0");
    }

    @Test
    void isNotReadyForAWhileBeforeItLetsAnybodyGo() throws Exception {
        TestClient early = TestClient.connect(edge, "early").welcomed();
        Thread notice = Thread.ofVirtual().start(() -> {
            try {
                edge.sessions.giveNotice(Duration.ofDays(1));
            } catch (InterruptedException e) {
                // it is over
            }
        });

        await().until(() -> get("/health/ready").equals("503 {\"status\":\"draining\"}"));
        // A load balancer that has not looked yet still sends somebody.
        TestClient late = TestClient.connect(edge, "late").welcomed();
        edge.block(TestEdge.user("late"), null, null);

        assertThat(late.closed()).isEqualTo("4403 blocked");
        assertThat(early.isOpen()).isTrue();
        notice.interrupt();
        notice.join();
    }

    @Test
    void letsSessionsGoGraduallyAndStillEnforces() throws Exception {
        List<TestClient> clients = IntStream.range(0, 10)
                .mapToObj(i -> TestClient.connect(edge, "user-" + i).welcomed()).toList();
        TestClient last = TestClient.connect(edge, "alice").welcomed();
        CompletableFuture<Void> drain = drain(Duration.ofSeconds(4));

        await().until(() -> clients.stream().anyMatch(client -> !client.isOpen()));
        assertThat(get("/health/ready")).isEqualTo("503 {\"status\":\"draining\"}");
        assertThat(TestClient.connect(edge, "late").closed()).isEqualTo("1001 going-away");
        if (last.isOpen()) {
            edge.block(TestEdge.user("alice"), null, null);
            assertThat(last.closed()).matches("4403 blocked|1001 going-away");
        }
        drain.join();

        assertThat(clients).extracting(TestClient::closed).containsOnly("1001 going-away");
        long first = clients.stream().mapToLong(TestClient::closedAt).min().orElseThrow();
        long end = clients.stream().mapToLong(TestClient::closedAt).max().orElseThrow();
        // Eleven turns in four seconds: between the first and the last of ten of them, nine steps at least but one.
        assertThat(Duration.ofNanos(end - first)).isGreaterThan(Duration.ofSeconds(4).multipliedBy(8).dividedBy(11));
        assertThat(edge.registry.size()).isZero();
    }

    @Test
    void waitsNoLongerThanItMustForNobody() {
        CompletableFuture<Void> drain = drain(Duration.ofDays(1));

        await().until(drain::isDone);
    }

    @Test
    void saysWhyItCannotListen() {
        int taken = edge.uri().getPort();
        var config = new EdgeConfig("127.0.0.1", taken, "edge-2", List.of(), Duration.ZERO,
                Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(30));
        var timers = new Timers(InstantSource.system());
        try (timers;
                Authenticator authenticator = new Authenticator(List.of(), InstantSource.system());
                EdgeServer server = new EdgeServer(config, List.of(),
                        executor -> new Gateway(new Routes(List.of()),
                                new Identification(authenticator, List.of(), InstantSource.system()),
                                new Dialects(authenticator, List.of()),
                                edge.sessions, edge.metrics, config, timers, InstantSource.system(), executor),
                        new HealthRoutes(edge.readiness::get, () -> false, edge.metrics), () -> true, timers,
                        InstantSource.system(), edge.metrics.registry())) {
            assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class)
                    .hasMessage("bouncer.edge.port: cannot listen on 127.0.0.1:" + taken
                            + ": Address already in use; expected a free port of this machine, or 0 for any");
        }
    }
}
