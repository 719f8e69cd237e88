package dev.bouncer.streams;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.KafkaConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The process where Kafka is not: with Kafka it is tested end to end. */
@Timeout(60)
final class ModerationStreamsTest {
    @TempDir
    private Path dataDir = Path.of(".");

    @Test
    void waitsForKafkaAndSaysSoUntilItIsInterrupted() throws Exception {
        int port = freePort();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                ModerationStreams.start(config(port)).close();
                outcome.complete(new AssertionError("started without Kafka"));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        URI uri = URI.create("http://127.0.0.1:" + port);
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().ignoreExceptions().until(() -> get(http, uri.resolve("/health/live")).statusCode() == 200);
            HttpResponse<String> ready = get(http, uri.resolve("/health/ready"));
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("{\"status\":\"not ready\",\"reason\":\"waiting for Kafka\"}");
            assertThat(get(http, uri.resolve("/metrics")).body()).contains("jvm_memory_used_bytes");
            HttpResponse<String> history = get(http, uri.resolve("/internal/history/chat/user/alice"));
            assertThat(history.statusCode()).as("without a secret there is no such route").isEqualTo(404);
            assertThat(history.body()).isEqualTo(get(http, uri.resolve("/nowhere")).body());

            starting.interrupt();
            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptException.class);
            assertThatThrownBy(() -> get(http, uri.resolve("/health/live"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void portInUseIsToldAndStopsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ModerationStreams.start(config(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class).hasMessage("streams: cannot listen on 127.0.0.1:"
                            + taken.getLocalPort() + ": Address already in use");
        }
    }

    private BouncerConfig config(int port) {
        return Configs.of(dataDir, new KafkaConfig("127.0.0.1:" + freePort(), "", 6, (short) 1, Map.of()),
                Configs.streams(port, 0, Duration.ofMillis(100)));
    }

    private static HttpResponse<String> get(HttpClient http, URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
