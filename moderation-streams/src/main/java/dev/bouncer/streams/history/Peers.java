package dev.bouncer.streams.history;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.http.FleetClient;
import dev.bouncer.contract.HistoryRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.state.HostInfo;

/**
 * The other instances, asked for what their own copies say: a request for one partition is never passed on. Remembers for
 * a moment who did not answer. Thread-safe.
 */
final class Peers implements AutoCloseable {
    /** How long an instance that did not answer is taken to be down. */
    static final Duration DOWN = Duration.ofSeconds(5);

    private static final Duration CONNECT = Duration.ofMillis(500);

    private final Secret secret;
    private final InstantSource clock;
    private final FleetClient client;
    private final Map<HostInfo, Instant> downUntil = new ConcurrentHashMap<>();

    /** @param secret that of {@code internal}, which must have one */
    Peers(Secret secret, InternalConfig internal, InstantSource clock, MeterRegistry meters) {
        this.secret = secret;
        this.client = new FleetClient(internal, CONNECT, meters);
        this.clock = clock;
    }

    boolean isDown(HostInfo instance) {
        return downUntil.getOrDefault(instance, Instant.MIN).isAfter(clock.instant());
    }

    /**
     * Asks that instance.
     *
     * @param request for one partition
     * @throws HistoryUnavailable if it cannot tell, or does not answer in time
     */
    Part ask(HostInfo instance, HistoryRequest request, Duration within)
            throws HistoryUnavailable, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> asked = client.http().sendAsync(request(instance, request),
                BodyHandlers.ofByteArray());
        try {
            // Not by the request's own time-out: that one ends with the head of the answer.
            HttpResponse<byte[]> answer = asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
            downUntil.remove(instance);
            return switch (answer.statusCode()) {
                case 200 -> PartFormat.read(answer);
                case 503 -> throw unavailable(instance, "has no copy that can be read");
                default -> throw unavailable(instance, "answered " + answer.statusCode());
            };
        } catch (TimeoutException e) {
            throw down(instance, "no answer within " + within.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw down(instance, "cannot be reached");
        } finally {
            asked.cancel(true);
        }
    }

    private HttpRequest request(HostInfo instance, HistoryRequest request) {
        try {
            URI base = new URI(client.scheme(), null, instance.host(), instance.port(), "/", null, null);
            return HttpRequest.newBuilder(request.at(base)).header("Authorization", "Bearer " + secret.reveal())
                    .build();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an instance advertises what is no address: " + instance, e);
        }
    }

    private HistoryUnavailable down(HostInfo instance, String why) {
        Instant now = clock.instant();
        downUntil.values().removeIf(until -> until.isBefore(now));
        downUntil.put(instance, now.plus(DOWN));
        return unavailable(instance, why);
    }

    private static HistoryUnavailable unavailable(HostInfo instance, String why) {
        return new HistoryUnavailable(instance.host() + ':' + instance.port() + ' ' + why);
    }

    @Override
    public void close() {
        client.close();
    }
}
