package dev.bouncer.edge.gateway.route;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import dev.bouncer.config.UpstreamHealth;
import dev.bouncer.edge.session.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the servers of routes again and again whether they are well, where a route says how. Thread-safe. */
public final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final List<Timers.Timer> running = new ArrayList<>();

    /**
     * Begins.
     *
     * @param executor runs what may block
     */
    public Probes(Routes routes, Timers timers, Executor executor) {
        for (Route route : routes.all()) {
            UpstreamHealth health = route.config().health();
            String path = health.path();
            if (path == null) continue;
            for (Upstream upstream : route.upstreams().all()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(upstream.origin() + path)).timeout(PATIENCE)
                        .build();
                Runnable probe = () -> executor.execute(() -> probe(route, upstream, request));
                probe.run();
                running.add(timers.every(health.interval(), probe));
            }
        }
    }

    private void probe(Route route, Upstream upstream, HttpRequest request) {
        boolean well;
        String found;
        try {
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            well = status >= 200 && status < 400;
            found = "status " + status;
        } catch (IOException e) {
            well = false;
            found = e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (upstream.probed(well)) {
            LOG.atWarn().addKeyValue("route", route).addKeyValue("upstream", upstream.address())
                    .addKeyValue("found", found).log(well ? "an upstream is well again" : "an upstream is not well");
        }
    }

    @Override
    public void close() {
        running.forEach(Timers.Timer::cancel);
        http.shutdownNow();
    }
}
