package dev.bouncer.api.http;

import java.util.function.Supplier;

import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.enforcement.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * For those that look after the process, without an API key: {@code /health/live} (it runs), {@code /health/ready} (it
 * knows what is in force and takes commands) and {@code /metrics} (Prometheus).
 */
public final class HealthDoor implements Door {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Readiness> readiness;
    private final PrometheusMeterRegistry meters;

    /** @param readiness of this node's view */
    public HealthDoor(Supplier<Readiness> readiness, PrometheusMeterRegistry meters) {
        this.readiness = readiness;
        this.meters = meters;
        ProcessMeters.bindReadiness(meters, () -> readiness.get() == Readiness.READY);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        get(routes, "/health/live", context -> Json.answer(context, Json.object().put("status", "live")));
        get(routes, "/health/ready", this::ready);
        get(routes, "/metrics", context -> context.contentType(PROMETHEUS_TEXT).result(meters.scrape()));
    }

    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler).head(path, handler);
    }

    private void ready(Context context) {
        Problem.requireReady(readiness.get());
        Json.answer(context, Json.object().put("status", "ready"));
    }
}
