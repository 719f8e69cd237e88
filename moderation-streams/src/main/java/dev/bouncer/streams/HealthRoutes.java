package dev.bouncer.streams;

import java.io.IOException;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.bouncer.config.http.Answer;

/**
 * For those that look after the process: {@code GET /health/live}, {@code /health/ready} and {@code /metrics}; and what is
 * no route at all. Thread-safe.
 */
final class HealthRoutes implements HttpHandler {
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Health> health;
    private final Supplier<String> metrics;

    HealthRoutes(Supplier<Health> health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).send(exchange);
        }
    }

    private Answer answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        boolean live = path.equals("/health/live");
        if (!live && !path.equals("/health/ready") && !path.equals("/metrics"))
            return Answer.error(404, "expected /health/live, /health/ready or /metrics");
        if (!exchange.getRequestMethod().equals("GET")) return Answer.onlyGet(exchange);
        return path.equals("/metrics") ? Answer.of(200, METRICS, metrics.get()) : health(live);
    }

    private Answer health(boolean askedForLive) {
        Health now = health.get();
        boolean good = askedForLive ? now.live() : now.ready();
        String status = "{\"status\":\"" + (good ? "" : "not ") + (askedForLive ? "live" : "ready") + '"';
        String reason = now.reason() == null ? "" : ",\"reason\":\"" + now.reason() + '"';
        return Answer.json(good ? 200 : 503, status + reason + '}');
    }
}
