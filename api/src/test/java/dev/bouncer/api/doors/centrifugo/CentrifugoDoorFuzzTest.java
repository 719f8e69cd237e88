package dev.bouncer.api.doors.centrifugo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bouncer.api.access.AppKey;
import dev.bouncer.api.confirm.Edges;
import dev.bouncer.api.live.LiveEdges;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.CommandPublisher;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.config.ApiKey;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Scope;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.enforcement.BlocklistView;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.Readiness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Any request: a line with its method, empty if the body names it, and its body. */
final class CentrifugoDoorFuzzTest {
    private static final UUID ID = UUID.fromString("0198c1f0-7a00-7000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final AppKey CALLER = new AppKey("chat",
            new ApiKey("backend", new Secret("secret"), Set.of(Scope.MODERATE)));
    private static final Requests REQUESTS = new Requests(
            new CommandIntake(new Log(), new BlocklistView(new InMemoryBlockStore(), 1), () -> Readiness.READY,
                    InstantSource.fixed(NOW), new SimpleMeterRegistry()),
            new Connections(new LiveEdges(new Edges(Duration.ofMinutes(10), System::nanoTime), InternalConfig.NONE,
                    new SimpleMeterRegistry())),
            () -> ID,
            InstantSource.fixed(NOW));

    /** A log that takes what can be read again, and keeps nothing. */
    private static final class Log implements CommandPublisher {
        @Override
        public CompletableFuture<Outcome> publish(Command command, boolean confirm) {
            assertThat(CommandJson.decode(CommandJson.encode(command), Instant.MAX)).isEqualTo(command);
            return CompletableFuture.completedFuture(new Outcome.Published(null));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @FuzzTest(maxDuration = "5s")
    void refusesOrReadsWhateverIsAsked(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n')
            end++;
        Method method = Method.ofPath(new String(input, 0, end, StandardCharsets.ISO_8859_1));
        byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        for (RequestLine line : read(method, body)) {
            Reply reply = REQUESTS.perform(CALLER, line.request()).join();
            String answer = line.answer(reply).toString();
            assertThat(answer).hasLineCount(1);
            JsonObject json = JsonObject.parse(answer.getBytes(StandardCharsets.UTF_8));
            assertThat(json.has("result") || json.has("error") || json.has("replies")).isTrue();
        }
    }

    private static List<RequestLine> read(@Nullable Method method, byte[] body) {
        try {
            return method == null
                    ? RequestLine.readAll(body)
                    : List.of(new RequestLine(0, Request.read(method, JsonObject.parse(body))));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
