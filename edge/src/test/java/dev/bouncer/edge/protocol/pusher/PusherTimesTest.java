package dev.bouncer.edge.protocol.pusher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.Rate;
import dev.bouncer.config.PusherTimes;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.server.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** What happens when nothing happens. */
@Execution(ExecutionMode.CONCURRENT)
class PusherTimesTest {
    private static final String PING = "{\"event\":\"pusher:ping\"}";
    private static final Duration SECOND = Duration.ofSeconds(1);
    // For answers, on a busy machine too; the next question comes after it.
    private static final Duration LONG = Duration.ofSeconds(4);

    private static TestEdge edge(Duration pong, Duration signIn) {
        return new TestEdge(List.of(PusherClient.chat()), new PusherTimes(SECOND, pong, signIn));
    }

    @Test
    void asksWhoIsSilentAndGivesUpWhoStaysSo() throws IOException {
        long start = System.nanoTime();
        try (TestEdge edge = edge(Duration.ofMillis(300), Duration.ZERO);
                RawClient silent = new RawClient(edge.uri())) {
            assertThat(silent.request("GET " + PusherClient.PATH, RawClient.UPGRADE)).startsWith("HTTP/1.1 101");
            assertThat(silent.next()).contains("\\\"activity_timeout\\\":1}");
            assertThat(silent.next()).isEqualTo("1 " + PING);
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            assertThat(silent.next()).isEqualTo("9 ");
            assertThat(silent.next()).isEqualTo("1 {\"event\":\"pusher:error\",\"data\":{\"code\":4201,"
                    + "\"message\":\"Pong reply not received\"}}");
            assertThat(silent.next()).isEqualTo("close 4201 Pong reply not received");
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1300));
        }
    }

    // As pusher-java-client does, whose WebSocket answers by itself.
    @Test
    void keepsWhoAnswersOnlyThePingOfTheWebSocket() {
        try (TestEdge edge = edge(LONG, Duration.ZERO)) {
            PusherClient client = PusherClient.connect(edge.uri());
            assertThat(client.answer()).isEqualTo(PING);
            assertThat(client.answer()).isEqualTo(PING);
            assertThat(client.answer()).isEqualTo(PING);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void keepsWhoAnswersOnlyTheEvent() throws IOException {
        try (TestEdge edge = edge(LONG, Duration.ZERO);
                RawClient client = new RawClient(edge.uri())) {
            client.request("GET " + PusherClient.PATH, RawClient.UPGRADE);
            client.next();
            for (int i = 0; i < 3; i++) {
                assertThat(client.next()).isEqualTo("1 " + PING);
                assertThat(client.next()).isEqualTo("9 ");
                client.text("{\"event\":\"pusher:pong\",\"data\":{}}");
            }
            assertThat(edge.registry.size()).isEqualTo(1);
        }
    }

    @Test
    void asksNobodyWhoSpeaks() {
        try (TestEdge edge = edge(LONG, Duration.ZERO)) {
            PusherClient client = PusherClient.connect(edge.uri());
            PusherClient silent = PusherClient.connect(edge.uri());
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                client.sync();
                return silent.client().frames().size() == 3;
            });
            // A busy machine may keep it from speaking for a second, once.
            assertThat(pings(client)).isLessThan(pings(silent));
        }
    }

    private static long pings(PusherClient client) {
        return client.client().frames().stream().filter(PING::equals).count();
    }

    @Test
    void closesWhoHasNotSaidWhoTheyAreInTime() {
        try (TestEdge edge = edge(LONG, LONG)) {
            PusherClient alice = PusherClient.connectAs(edge.uri(), "alice");
            PusherClient bob = PusherClient.connect(edge.uri());
            bob.join("presence-room", "{\"user_id\":\"bob\"}");
            TestClient nobody = TestClient.connect(edge.uri(), PusherClient.PATH);

            assertThat(nobody.closed()).isEqualTo("4009 Connection not authorized within timeout.");
            assertThat(nobody.frames().getLast()).isEqualTo("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,"
                    + "\"message\":\"Connection not authorized within timeout.\"}}");
            assertThat(alice.isOpen()).isTrue();
            assertThat(bob.isOpen()).isTrue();
        }
    }

    @Test
    void sendsClientsToOtherNodesWhenItStops() throws InterruptedException {
        try (TestEdge edge = edge(LONG, Duration.ZERO)) {
            PusherClient client = PusherClient.connectAs(edge.uri(), "alice");
            edge.sessions.drain(Duration.ZERO, Rate.UNLIMITED);

            assertThat(client.reply()).isEqualTo(
                    "{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"Server shutting down\"}}");
            assertThat(client.closed()).isEqualTo("4200 Server shutting down");
            assertThat(TestClient.connect(edge.uri(), PusherClient.PATH).closed())
                    .isEqualTo("4200 Server shutting down");
        }
    }
}
