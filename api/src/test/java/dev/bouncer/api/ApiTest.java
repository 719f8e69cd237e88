package dev.bouncer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.config.ApiConfig;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigException;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.Scope;
import dev.bouncer.config.Secret;
import dev.bouncer.config.StandaloneConfig;
import dev.bouncer.config.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process as it is wired, without a Kafka to be found. */
@Timeout(120)
class ApiTest {
    @TempDir
    private Path dataDir = Path.of("");

    @Test
    void withoutKafkaItIsAliveButNotReady() throws Exception {
        int port = freePort();
        BouncerConfig config = config(port);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread starting = Thread.ofPlatform().start(() -> {
            try (Api api = Api.start(config)) {
                ended.set(new IllegalStateException("started at " + api.uri()));
            } catch (RuntimeException e) {
                ended.set(e);
            }
        });
        ApiClient client = new ApiClient(URI.create("http://127.0.0.1:" + port), RunningApi.BACKEND);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptionsMatching(ApiTest::isRefused)
                .until(() -> client.get("/health/live").status() == 200);
        client.get("/health/ready").isProblem(503, "not-ready");
        client.put("/v1/apps/chat/blocks/user/alice", "").isProblem(503, "not-done");
        client.get("/v1/apps/chat/blocks/user/alice").isProblem(503, "not-ready");
        // Signed rightly, though not by this clock.
        assertThat(PusherRequest.error(client.post(new PusherRequest().target(), "{}")))
                .isEqualTo("Authentication failed: Timestamp expired.");
        assertThat(client.get("/metrics").body()).contains("bouncer_api_problems_total", "jvm_memory_used_bytes");

        starting.interrupt();
        starting.join();
        assertThat(ended.get()).isInstanceOf(IllegalStateException.class).hasMessage("interrupted while starting");
        assertThatThrownBy(() -> client.connect().close()).isInstanceOf(ConnectException.class);
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() instanceof ConnectException;
    }

    @Test
    void aPortInUseEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Api.start(config(taken.getLocalPort())).close())
                    .isInstanceOf(ConfigException.class).hasMessageContaining(
                            "bouncer.api.port: expected a free port, but cannot listen on 127.0.0.1:"
                                    + taken.getLocalPort());
        }
    }

    private BouncerConfig config(int port) throws IOException {
        AppConfig chat = new AppConfig("chat",
                List.of(new ApiKey("backend", new Secret(RunningApi.BACKEND), Set.of(Scope.ADMIN))), null,
                RunningApi.PUSHER, ConnectionRules.NONE);
        return new BouncerConfig(new KafkaConfig("127.0.0.1:" + freePort(), "", 3, (short) 1, Map.of()), dataDir,
                new StandaloneConfig(0),
                new ApiConfig("127.0.0.1", port, Duration.ofSeconds(1), 4096, Duration.ofSeconds(30)),
                new StreamsConfig("127.0.0.1", 0, 0, Duration.ofMillis(50), Duration.ofMinutes(1),
                        Duration.ofHours(24)),
                new EdgeConfig("127.0.0.1", 0, "edge-1", List.of(), Duration.ofSeconds(2), Duration.ofSeconds(30),
                        Duration.ZERO, Duration.ofSeconds(30)),
                Map.of("chat", chat));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
