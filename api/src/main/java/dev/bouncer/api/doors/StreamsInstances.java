package dev.bouncer.api.doors;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.api.http.Problem;
import dev.bouncer.api.http.ProblemType;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.http.FleetClient;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.contract.JsonObject;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of moderation-streams, each of which can answer for all. They are tried in turn, beginning with the one
 * that answered last. Thread-safe.
 */
public final class StreamsInstances implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamsInstances.class);
    private static final Duration CONNECT = Duration.ofMillis(500);
    /** An instance gives up after 2 s; with the way there and back. */
    private static final Duration ONE = Duration.ofMillis(2_500);
    private static final Duration ALL = Duration.ofSeconds(6);

    private final List<URI> instances;
    private final InstantSource clock;
    private final FleetClient client;
    private volatile int answeredLast;

    /**
     * Those instances.
     *
     * @param instances where their HTTP ports are
     * @param internal  how they are asked
     * @param meters    tell until when the certificate is good that they are shown
     */
    public StreamsInstances(List<URI> instances, InternalConfig internal, InstantSource clock, MeterRegistry meters) {
        this.client = new FleetClient(internal, CONNECT, meters);
        this.instances = List.copyOf(instances);
        this.clock = clock;
    }

    /**
     * Asks for a history.
     *
     * @return it as JSON
     * @throws Problem HISTORY_NOT_READY if none of the instances can tell it; the detail is what the last of those said
     *                 that are in a position to know
     */
    public byte[] history(HistoryRequest request, Secret secret) {
        Instant deadline = clock.instant().plus(ALL);
        String why = "no instance of moderation-streams answers";
        int first = answeredLast;
        for (int i = 0; i < instances.size(); i++) {
            int index = (first + i) % instances.size();
            URI instance = instances.get(index);
            Duration left = Duration.between(clock.instant(), deadline);
            if (!left.isPositive()) break;
            try {
                HttpResponse<byte[]> answer = ask(instance, request, secret, left.compareTo(ONE) < 0 ? left : ONE);
                if (answer.statusCode() == 200) {
                    answeredLast = index;
                    return answer.body();
                }
                if (answer.statusCode() == 503) {
                    why = error(answer);
                } else {
                    log.atWarn().addKeyValue("instance", instance).addKeyValue("status", answer.statusCode())
                            .log("moderation-streams refuses to tell histories: is bouncer.internal.secret the same there?");
                }
            } catch (ExecutionException | TimeoutException e) {
                log.atDebug().addKeyValue("instance", instance).addKeyValue("error", e.toString())
                        .log("no answer about a history");
            }
        }
        throw Problem.of(ProblemType.HISTORY_NOT_READY, why);
    }

    private HttpResponse<byte[]> ask(URI instance, HistoryRequest request, Secret secret, Duration within)
            throws ExecutionException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> asked = client.http()
                .sendAsync(HttpRequest.newBuilder(request.at(instance))
                        .header("Authorization", "Bearer " + secret.reveal()).build(), BodyHandlers.ofByteArray());
        try {
            // Not by the request's own time-out: that one ends with the head of the answer.
            return asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.HISTORY_NOT_READY, "this node is shutting down");
        } finally {
            asked.cancel(true);
        }
    }

    private static String error(HttpResponse<byte[]> answer) {
        try {
            return JsonObject.parse(answer.body()).text("error");
        } catch (IllegalArgumentException e) {
            return new String(answer.body(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
