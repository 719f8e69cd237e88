package dev.bouncer.edge.health;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * {@code GET /health/live}, always 200; {@code GET /health/ready}, 200 while clients are taken and otherwise 503, with
 * the reason; {@code GET /metrics}.
 */
public final class HealthRoutes {
    private final Supplier<Readiness> readiness;
    private final BooleanSupplier draining;
    private final EdgeMetrics metrics;

    /** Routes that ask these. */
    public HealthRoutes(Supplier<Readiness> readiness, BooleanSupplier draining, EdgeMetrics metrics) {
        this.readiness = readiness;
        this.draining = draining;
        this.metrics = metrics;
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> answer(context, "live"));
        routes.get("/health/ready", context -> {
            String status = status();
            answer(context.status(status.equals("ready") ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE), status);
        });
        routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
    }

    private String status() {
        if (draining.getAsBoolean()) return "draining";
        return switch (readiness.get()) {
            case READY -> "ready";
            case CATCHING_UP -> "catching-up";
            case STALE -> "stale";
        };
    }

    private static void answer(Context context, String status) {
        context.contentType("application/json").result("{\"status\":\"" + status + "\"}");
    }
}
