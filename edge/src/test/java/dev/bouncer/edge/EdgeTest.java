package dev.bouncer.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.bouncer.config.ApiConfig;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.StandaloneConfig;
import dev.bouncer.config.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static dev.bouncer.edge.TestClient.await;

/** The whole process, wired, without a Kafka to talk to. */
class EdgeTest {
    @TempDir
    Path dataDir;

    private BouncerConfig config(int port) {
        Duration second = Duration.ofSeconds(1);
        return new BouncerConfig(new KafkaConfig("127.0.0.1:1", "", 6, (short) 1, Map.of()), dataDir,
                new StandaloneConfig(0), new ApiConfig("127.0.0.1", 0, second, 65_536, second),
                new StreamsConfig("127.0.0.1", 0, 0, second, second, second),
                new EdgeConfig("127.0.0.1", port, "edge-1", List.of(), second, second, Duration.ZERO, second),
                Map.of("chat", Tokens.chat()));
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void doesNotStartOnATakenPort() throws IOException {
        try (ServerSocket taken = anyPort()) {
            assertThatThrownBy(() -> Edge.start(config(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class).hasMessageStartingWith(
                            "bouncer.edge.port: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                                    + ": Address already");
        }
    }

    @Test
    void sendsClientsElsewhereUntilItIsReadyAndGivesUpWhenInterrupted() throws Exception {
        int port;
        try (ServerSocket free = anyPort()) {
            port = free.getLocalPort();
        }
        CompletableFuture<Edge> start = new CompletableFuture<>();
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                start.complete(Edge.start(config(port)));
            } catch (RuntimeException e) {
                start.completeExceptionally(e);
            }
        });
        URI uri = URI.create("ws://127.0.0.1:" + port);
        TestClient client = await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(
                () -> TestClient.connect(uri, "/v1/apps/chat/connect?token=" + Tokens.of("alice")), _ -> true);

        assertThat(client.closed()).isEqualTo("1013 try-again-later");
        assertThat(start).isNotDone();
        starting.interrupt();
        assertThatThrownBy(start::get).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(IllegalStateException.class).hasMessage("interrupted while waiting for Kafka");
        assertThatThrownBy(() -> TestClient.connect(uri, "/v1/apps/chat/connect"))
                .hasStackTraceContaining("ConnectException");
    }
}
