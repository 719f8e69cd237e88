package dev.bouncer.streams.history;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.config.http.Answer;
import dev.bouncer.config.http.Bearer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The internal route to histories, for those that show the secret: see {@link HistoryRequest}. 200 with the events, newest
 * first; 503 where any of them cannot be told at the moment. Thread-safe.
 */
public final class HistoryRoute implements HttpHandler, AutoCloseable {
    private final Bearer bearer;
    private final MeterRegistry meters;
    private final Peers peers;
    private final HistoryQuery query;

    /**
     * The route.
     *
     * @param secret   what callers show, and this instance to others
     * @param internal how the others are asked
     * @param running  the Kafka Streams client; null as long as there is none
     */
    public HistoryRoute(Secret secret, InternalConfig internal, Supplier<@Nullable RunningStreams> running,
            InstantSource clock,
            MeterRegistry meters) {
        this.bearer = new Bearer(secret);
        this.meters = meters;
        // There from the start, so that what should stay 0 is seen to.
        List.of("answered", "stale", "unavailable", "malformed", "unauthorized").forEach(this::asked);
        this.peers = new Peers(secret, internal, clock, meters);
        this.query = new HistoryQuery(new StreamsCopies(running, peers, new Lag()), clock);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).send(exchange);
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!bearer.isShown(exchange)) return counted("unauthorized", Bearer.unauthorized(exchange));
        if (!exchange.getRequestMethod().equals("GET")) return counted("malformed", Answer.onlyGet(exchange));
        HistoryRequest request;
        try {
            request = HistoryRequest.parse(exchange.getRequestURI());
        } catch (IllegalArgumentException e) {
            return counted("malformed", Answer.error(400, String.valueOf(e.getMessage())));
        }
        return answer(request, exchange);
    }

    private Answer answer(HistoryRequest request, HttpExchange exchange) {
        try {
            Part history = query.answer(request);
            return counted(history.stale() ? "stale" : "answered",
                    request.partition() == null
                            ? PartFormat.object(history, request.subject())
                            : PartFormat.lines(history, exchange));
        } catch (HistoryUnavailable e) {
            return counted("unavailable", Answer.error(503, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return counted("unavailable", Answer.error(503, "shutting down"));
        }
    }

    private Answer counted(String outcome, Answer answer) {
        asked(outcome).increment();
        return answer;
    }

    private Counter asked(String outcome) {
        return Counter.builder("bouncer.streams.history").tag("outcome", outcome)
                .description("Questions about histories, by what became of them").register(meters);
    }

    @Override
    public void close() {
        query.close();
        peers.close();
    }
}
