package dev.bouncer.streams.history;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.config.http.Answer;
import dev.bouncer.config.http.HttpPort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class PeersTest {
    private static final HistoryRequest REQUEST = new HistoryRequest(SubjectKey.of("chat", SubjectKind.USER, "a/b"), 7,
            3);
    private static final Duration LONG = Duration.ofSeconds(20);

    private interface Behaviour {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final Peers peers = new Peers(new Secret("a-secret-of-the-fleet"), InternalConfig.NONE, now::get,
            new SimpleMeterRegistry());
    private final AtomicReference<Behaviour> behaviour = new AtomicReference<>(exchange -> Answer.error(500, "")
            .send(exchange));
    private final HttpPort other = new HttpPort("streams", "127.0.0.1", 0, Map.of("/", this::handle));
    private final CountDownLatch end = new CountDownLatch(1);

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            behaviour.get().handle(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void start() {
        other.start();
    }

    @AfterEach
    void close() {
        end.countDown();
        peers.close();
        other.close();
    }

    @Test
    void isAskedWithTheSecretForOnePartitionAndItsRecordsArriveByteForByte() throws Exception {
        String records = "{\"a\":\"🙂 \\n\\u2028\u2028\u0085\"}\n{\"b\": 2}\n";
        AtomicReference<URI> asked = new AtomicReference<>();
        AtomicReference<String> shown = new AtomicReference<>();
        behaviour.set(exchange -> {
            asked.set(exchange.getRequestURI());
            shown.set(exchange.getRequestHeaders().getFirst("Authorization"));
            Answer.of(200, "application/x-ndjson", records).send(exchange);
        });

        Part part = peers.ask(host(), REQUEST, LONG);

        assertThat(part.events()).containsExactly(
                "{\"a\":\"🙂 \\n\\u2028\u2028\u0085\"}".getBytes(StandardCharsets.UTF_8),
                "{\"b\": 2}".getBytes(StandardCharsets.UTF_8));
        assertThat(part.stale()).isFalse();
        assertThat(HistoryRequest.parse(asked.get())).isEqualTo(REQUEST);
        assertThat(shown.get()).isEqualTo("Bearer a-secret-of-the-fleet");
    }

    @Test
    void whatIsWrittenAsLinesIsReadFromThem() throws Exception {
        Part stale = new Part(List.of("{}".getBytes(StandardCharsets.UTF_8)), true);
        behaviour.set(exchange -> PartFormat.lines(stale, exchange).send(exchange));
        assertThat(peers.ask(host(), REQUEST, LONG)).satisfies(part -> {
            assertThat(part.stale()).isTrue();
            assertThat(part.events()).hasSize(1);
        });

        behaviour.set(exchange -> PartFormat.lines(new Part(List.of(), false), exchange).send(exchange));
        assertThat(peers.ask(host(), REQUEST, LONG).events()).isEmpty();
    }

    @Test
    void instanceThatCannotTellIsNotDown() {
        for (int status : new int[]{503, 401, 500}) {
            behaviour.set(exchange -> Answer.error(status, "no").send(exchange));
            assertThatThrownBy(() -> peers.ask(host(), REQUEST, LONG)).isInstanceOf(HistoryUnavailable.class);
            assertThat(peers.isDown(host())).isFalse();
        }
    }

    @Test
    void instanceThatDoesNotAnswerInTimeIsDownForAMoment() throws Exception {
        behaviour.set(_ -> end.await());
        assertThatThrownBy(() -> peers.ask(host(), REQUEST, Duration.ofMillis(100)))
                .isInstanceOf(HistoryUnavailable.class).hasMessageContaining("no answer within 100 ms");
        assertThat(peers.isDown(host())).isTrue();

        now.updateAndGet(time -> time.plus(Peers.DOWN));
        assertThat(peers.isDown(host())).isFalse();
    }

    @Test
    void instanceThatStopsInTheMiddleOfItsAnswerIsDown() {
        behaviour.set(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            end.await();
        });
        assertThatThrownBy(() -> peers.ask(host(), REQUEST, Duration.ofMillis(300)))
                .isInstanceOf(HistoryUnavailable.class);
        assertThat(peers.isDown(host())).isTrue();
    }

    @Test
    void instanceThatIsGoneIsDownUntilItAnswersAgain() throws Exception {
        HostInfo host = host();
        other.close();
        assertThatThrownBy(() -> peers.ask(host, REQUEST, LONG)).isInstanceOf(HistoryUnavailable.class)
                .hasMessage("127.0.0.1:" + host.port() + " cannot be reached");
        assertThat(peers.isDown(host)).isTrue();

        try (HttpPort again = new HttpPort("streams", "127.0.0.1", host.port(), Map.of("/", this::handle))) {
            again.start();
            behaviour.set(exchange -> Answer.of(200, "application/x-ndjson", "").send(exchange));
            assertThat(peers.ask(host, REQUEST, LONG).events()).isEmpty();
        }
        assertThat(peers.isDown(host)).isFalse();
    }

    private HostInfo host() {
        return new HostInfo("127.0.0.1", other.uri().getPort());
    }
}
