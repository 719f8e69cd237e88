package dev.bouncer.edge.health;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.bouncer.config.metrics.ProcessMeters;
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
    private static final String READY = "ready";

    private final Supplier<Readiness> readiness;
    private final BooleanSupplier leaving;
    private final EdgeMetrics metrics;

    /** Routes that ask these. */
    public HealthRoutes(Supplier<Readiness> readiness, BooleanSupplier leaving, EdgeMetrics metrics) {
        this.readiness = readiness;
        this.leaving = leaving;
        this.metrics = metrics;
        ProcessMeters.bindReadiness(metrics.registry(), () -> status().equals(READY));
    }

    /** Adds the routes. */
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> answer(context, "live"));
        routes.get("/health/ready", context -> {
            String status = status();
            answer(context.status(status.equals(READY) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE), status);
        });
        routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
    }

    private String status() {
        if (leaving.getAsBoolean()) return "draining";
        return switch (readiness.get()) {
            case READY -> READY;
            case CATCHING_UP -> "catching-up";
            case STALE -> "stale";
        };
    }

    private static void answer(Context context, String status) {
        context.contentType("application/json").result("{\"status\":\"" + status + "\"}");
    }
}
