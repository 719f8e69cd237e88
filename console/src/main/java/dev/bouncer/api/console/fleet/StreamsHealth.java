package dev.bouncer.api.console.fleet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/** Asks the instances of moderation-streams that are configured how they are, all at once. Thread-safe. */
public final class StreamsHealth implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST_REASON = 200;

    private final List<URI> instances;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();

    /** @param instances where their HTTP ports are */
    public StreamsHealth(List<URI> instances) {
        this.instances = List.copyOf(instances);
    }

    /** What they answer within a second, in the order of the configuration. */
    List<StreamsLine> ask() {
        List<CompletableFuture<StreamsLine>> asked = instances.stream().map(this::ask).toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<StreamsLine> ask(URI instance) {
        HttpRequest request = HttpRequest.newBuilder(instance.resolve("/health/ready")).build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, BodyHandlers.ofByteArray());
        StreamsLine unreachable = new StreamsLine(instance, StreamsLine.Condition.UNREACHABLE, null);
        CompletableFuture<StreamsLine> line = answer.thenApply(a -> line(instance, a)).exceptionally(_ -> unreachable)
                .completeOnTimeout(unreachable, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        // Whoever hangs is not waited for, nor kept connected.
        return line.whenComplete((_, _) -> answer.cancel(true));
    }

    private static StreamsLine line(URI instance, HttpResponse<byte[]> answer) {
        return answer.statusCode() == 200
                ? new StreamsLine(instance, StreamsLine.Condition.READY, null)
                : new StreamsLine(instance, StreamsLine.Condition.NOT_READY, reason(answer));
    }

    private static @Nullable String reason(HttpResponse<byte[]> answer) {
        try {
            String reason = JsonObject.parse(answer.body()).optionalText("reason");
            return reason == null || reason.length() > LONGEST_REASON ? null : reason;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
