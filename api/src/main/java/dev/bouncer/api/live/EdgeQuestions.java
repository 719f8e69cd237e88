package dev.bouncer.api.live;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.http.FleetClient;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Questions to single edges, over HTTP. Thread-safe. */
final class EdgeQuestions implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** That an edge did not tell. The message is for our log: what went wrong there is nobody else's business. */
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;
        private final Silence silence;

        private Unanswered(Silence silence, String why) {
            super(why, null, false, false);
            this.silence = silence;
        }

        Silence silence() {
            return silence;
        }
    }

    private final Secret secret;
    private final FleetClient client;

    EdgeQuestions(Secret secret, InternalConfig internal, MeterRegistry meters) {
        this.secret = secret;
        this.client = new FleetClient(internal, CONNECT, meters);
    }

    /** Asks, and does not wait. */
    Question ask(EdgeAnnouncement edge, SessionsRequest request) {
        return new Question(edge.edge(), request, send(edge.address(), request));
    }

    private @Nullable CompletableFuture<HttpResponse<byte[]>> send(@Nullable String address, SessionsRequest request) {
        if (address == null) return null;
        try {
            URI edge = URI.create(client.scheme() + "://" + address);
            HttpRequest asked = HttpRequest.newBuilder(request.at(edge))
                    .header("Authorization", "Bearer " + secret.reveal()).build();
            return client.http().sendAsync(asked,
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), LiveSessions.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A question that has been asked; null: there was nowhere to ask. */
    record Question(String edge, SessionsRequest request, @Nullable CompletableFuture<HttpResponse<byte[]>> asked) {
        /** @param deadline of {@link System#nanoTime} */
        LiveSessions await(long deadline) throws Unanswered, InterruptedException {
            if (asked == null) throw new Unanswered(Silence.NO_ADDRESS, "it announces no address");
            HttpResponse<byte[]> answer;
            try {
                // Not by the request's own time-out: that one ends with the head of the answer.
                answer = asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new Unanswered(Silence.NO_ANSWER, "no answer in time");
            } catch (ExecutionException e) {
                throw failed(e.getCause());
            }
            if (answer.statusCode() != 200) {
                throw new Unanswered(Silence.REFUSED,
                        "it answered " + answer.statusCode() + ": is bouncer.internal.secret the same there?");
            }
            return read(answer.body());
        }

        private static Unanswered failed(@Nullable Throwable cause) {
            // The one way that the JDK tells it.
            boolean tooLong = cause != null && String.valueOf(cause.getMessage()).contains("capacity");
            return new Unanswered(tooLong ? Silence.GARBLED : Silence.NO_ANSWER, String.valueOf(cause));
        }

        private LiveSessions read(byte[] body) throws Unanswered {
            LiveSessions told;
            try {
                told = LiveSessions.decode(body);
            } catch (IllegalArgumentException e) {
                throw new Unanswered(Silence.GARBLED, String.valueOf(e.getMessage()));
            }
            if (told.sessions().size() > request.limit() || !told.sessions().stream().allMatch(this::isAskedFor))
                throw new Unanswered(Silence.GARBLED, "it told what it was not asked");
            return told;
        }

        private boolean isAskedFor(LiveSession session) {
            return session.edge().equals(edge)
                    && (request.after() == null || LiveSession.ORDER.compare(session.id(), request.after()) > 0);
        }

        void cancel() {
            if (asked != null) asked.cancel(true);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
