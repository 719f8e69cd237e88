package dev.bouncer.streams;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import com.sun.net.httpserver.HttpHandler;
import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.config.metrics.ProcessMeters;
import dev.bouncer.contract.HistoryRequest;
import dev.bouncer.streams.history.HistoryRoute;
import org.jspecify.annotations.Nullable;

/** What the HTTP port answers: health to everybody, and histories where there is a secret that callers can show. */
final class Routes implements AutoCloseable {
    private final Map<String, HttpHandler> all = new HashMap<>();
    private final @Nullable HistoryRoute history;

    Routes(InternalConfig internal, StreamsClient client, StreamsMetrics metrics) {
        Secret secret = internal.secret();
        this.history = secret == null
                ? null
                : new HistoryRoute(secret, internal, client::running, InstantSource.system(), metrics.registry());
        ProcessMeters.bindReadiness(metrics.registry(), () -> client.health().ready());
        all.put("/", new HealthRoutes(client::health, metrics::scrape));
        if (history != null) all.put(HistoryRequest.PATH, history);
    }

    /** By what their paths begin with. */
    Map<String, HttpHandler> all() {
        return all;
    }

    @Override
    public void close() {
        if (history != null) history.close();
    }
}
