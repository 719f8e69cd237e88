package dev.bouncer.api.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/** How long requests take, by route and answer. Each timer is looked for in the registry once. Thread-safe. */
final class RequestTimes {
    private static final Duration[] BUCKETS = {Duration.ofNanos(500_000), Duration.ofMillis(1),
            Duration.ofNanos(2_500_000), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
            Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
            Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofSeconds(10)};

    // Where no route was found, the method may be any word: a metric of its own for each would fill the memory.
    private static final String NONE = "none";

    private record Kind(String method, String route, int status) {}

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param endpoint where the request led; null: nowhere */
    void record(@Nullable Endpoint endpoint, int status, float millis) {
        Kind kind = endpoint == null
                ? new Kind(NONE, NONE, status)
                : new Kind(endpoint.method.name(), endpoint.path, status);
        timers.computeIfAbsent(kind, this::timer).record((long) (millis * 1_000_000), TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("bouncer.api.requests").tag("method", kind.method()).tag("route", kind.route())
                .tag("status", Integer.toString(kind.status())).description("How long requests take to be answered")
                .serviceLevelObjectives(BUCKETS).register(meters);
    }
}
