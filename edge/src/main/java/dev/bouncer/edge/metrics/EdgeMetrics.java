package dev.bouncer.edge.metrics;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.enforcement.CloseReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What this node counts, by app: {@code bouncer_sessions}, those open now; {@code bouncer_connects_total}, by outcome
 * ({@code admitted}, or why not); {@code bouncer_closes_total}, sessions that were closed, by reason. Clients name apps
 * at will, so those that do not exist are counted as one, {@code unknown}. Thread-safe.
 */
public final class EdgeMetrics implements AutoCloseable {
    private static final String UNKNOWN = "unknown";

    private final PrometheusMeterRegistry registry;
    private final @Nullable ProcessMeters process;
    private final Map<String, AppMeters> apps;
    private final AppMeters unknown;

    /**
     * Those of a node that is not all of its process.
     *
     * @param apps the names of those that exist
     */
    public EdgeMetrics(Set<String> apps) {
        this(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), null, apps);
    }

    /** Those of a process that is an edge; closed with this. */
    public EdgeMetrics(ProcessMeters process, Set<String> apps) {
        this(process.registry(), process, apps);
    }

    private EdgeMetrics(PrometheusMeterRegistry registry, @Nullable ProcessMeters process, Set<String> apps) {
        this.registry = registry;
        this.process = process;
        this.apps = apps.stream().collect(Collectors.toUnmodifiableMap(Function.identity(),
                app -> new AppMeters(registry, app).withSessions()));
        this.unknown = new AppMeters(registry, UNKNOWN);
    }

    /** Where others on this node count. */
    public MeterRegistry registry() {
        return registry;
    }

    /** A session was admitted, and is open. */
    public void admitted(String app) {
        AppMeters meters = of(app);
        meters.connect("admitted");
        meters.opened(1);
    }

    /** A session that was admitted is no longer open. */
    public void gone(String app) {
        of(app).opened(-1);
    }

    /** A client was turned away. */
    public void refused(String app, String why) {
        of(app).connect(why);
    }

    /** A session was closed by this node. */
    public void closed(String app, String why) {
        of(app).close(why);
    }

    /** There is such a route: what is counted of it is there from the start. */
    public void route(String app, String route) {
        upstreamFailures(app, route);
        violations(app, route, true);
        violations(app, route, false);
        stuckOnes(app, route, true);
        stuckOnes(app, route, false);
    }

    /** A server behind could not be reached, or did not answer as it should. */
    public void upstreamFailed(String app, String route) {
        upstreamFailures(app, route).increment();
    }

    private Counter upstreamFailures(String app, String route) {
        return Counter.builder("bouncer.gateway.upstream.failures").tag("app", app).tag("route", route)
                .description("Servers behind that could not be reached, or did not answer as they should")
                .register(registry);
    }

    /** A session on a route was ended for frames against the rules. */
    public void violated(String app, String route, boolean byClient) {
        violations(app, route, byClient).increment();
    }

    private Counter violations(String app, String route, boolean byClient) {
        return Counter.builder("bouncer.gateway.violations").tag("app", app).tag("route", route)
                .tag("by", end(byClient)).description("Sessions ended for frames against the rules")
                .register(registry);
    }

    /** A session on a route was ended because the client, or the server behind, took nothing of what it was sent. */
    public void stuck(String app, String route, boolean client) {
        stuckOnes(app, route, client).increment();
    }

    private Counter stuckOnes(String app, String route, boolean client) {
        return Counter.builder("bouncer.gateway.stuck").tag("app", app).tag("route", route).tag("who", end(client))
                .description("Sessions dropped because one end took nothing of what it was sent").register(registry);
    }

    private static String end(boolean client) {
        return client ? "client" : "upstream";
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
        if (process == null) {
            registry.close();
        } else {
            process.close();
        }
    }

    private AppMeters of(String app) {
        return apps.getOrDefault(app, unknown);
    }
}
