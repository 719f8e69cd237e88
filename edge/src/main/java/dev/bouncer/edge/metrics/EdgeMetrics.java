package dev.bouncer.edge.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.bouncer.enforcement.CloseReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * What this node counts, by app: {@code bouncer_sessions}, those open now; {@code bouncer_connects_total}, by outcome
 * ({@code admitted}, or why not); {@code bouncer_closes_total}, sessions that were closed, by reason. Clients name apps
 * at will, so those that do not exist are counted as one, {@code unknown}. Thread-safe.
 */
public final class EdgeMetrics implements AutoCloseable {
    private static final String UNKNOWN = "unknown";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, AtomicInteger> sessions;

    /** @param apps the names of those that exist */
    public EdgeMetrics(Set<String> apps) {
        this.sessions = apps.stream().collect(Collectors.toUnmodifiableMap(Function.identity(),
                _ -> new AtomicInteger()));
        sessions.forEach((app, open) -> Gauge.builder("bouncer.sessions", open, AtomicInteger::get).tag("app", app)
                .description("client sessions that are open").register(registry));
    }

    /** Where others on this node count. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A session was admitted, and is open. */
    public void admitted(String app) {
        connect(app, "admitted");
        open(app, 1);
    }

    /** A session that was admitted is no longer open. */
    public void gone(String app) {
        open(app, -1);
    }

    /** A client was turned away. */
    public void refused(String app, String why) {
        connect(app, why);
    }

    /** A session was closed by this node. */
    public void closed(String app, String why) {
        registry.counter("bouncer.closes", "app", known(app), "reason", why).increment();
    }

    /** A server behind could not be reached, or did not answer as it should. */
    public void upstreamFailed(String app, String route) {
        registry.counter("bouncer.gateway.upstream.failures", "app", app, "route", route).increment();
    }

    /** A session on a route was ended for frames against the rules. */
    public void violated(String app, String route, boolean byClient) {
        registry.counter("bouncer.gateway.violations", "app", app, "route", route, "by",
                byClient ? "client" : "upstream").increment();
    }

    /** A session on a route was ended because the client, or the server behind, took nothing of what it was sent. */
    public void stuck(String app, String route, boolean client) {
        registry.counter("bouncer.gateway.stuck", "app", app, "route", route, "who", client ? "client" : "upstream")
                .increment();
    }

    /** Everything, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    /** A reason's name in metrics and logs. */
    public static String label(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Blocked _ -> "blocked";
            case CloseReason.Invalidated _ -> "token-invalidated";
            case CloseReason.Terminated _ -> "terminated";
            case CloseReason.Unauthenticated _ -> "unauthenticated";
            case CloseReason.TooManyConnections _ -> "too-many-connections";
            case CloseReason.OriginNotAllowed _ -> "origin-not-allowed";
            case CloseReason.Unavailable _ -> "unavailable";
            case CloseReason.GoingAway _ -> "going-away";
        };
    }

    @Override
    public void close() {
        registry.close();
    }

    private void connect(String app, String outcome) {
        registry.counter("bouncer.connects", "app", known(app), "outcome", outcome).increment();
    }

    private void open(String app, int change) {
        AtomicInteger open = sessions.get(app);
        if (open != null) open.addAndGet(change);
    }

    private String known(String app) {
        return sessions.containsKey(app) ? app : UNKNOWN;
    }
}
