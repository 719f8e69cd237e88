package dev.bouncer.edge.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What is counted of one app. Each counter is looked for in the registry once: to find it by its tags again takes longer
 * than all else that counting a connection does. Thread-safe.
 */
final class AppMeters {
    private final MeterRegistry registry;
    private final String app;
    private final AtomicInteger sessions = new AtomicInteger();
    private final Map<String, Counter> connects = new ConcurrentHashMap<>();
    private final Map<String, Counter> closes = new ConcurrentHashMap<>();

    AppMeters(MeterRegistry registry, String app) {
        this.registry = registry;
        this.app = app;
    }

    /** Tells how many sessions are open, from now on. */
    AppMeters withSessions() {
        Gauge.builder("bouncer.sessions", sessions, AtomicInteger::get).tag("app", app)
                .description("Client sessions that are open").register(registry);
        return this;
    }

    void opened(int change) {
        sessions.addAndGet(change);
    }

    void connect(String outcome) {
        connects.computeIfAbsent(outcome, this::connects).increment();
    }

    void close(String reason) {
        closes.computeIfAbsent(reason, this::closes).increment();
    }

    private Counter connects(String outcome) {
        return Counter.builder("bouncer.connects").tag("app", app).tag("outcome", outcome)
                .description("Clients that came, by what became of them").register(registry);
    }

    private Counter closes(String reason) {
        return Counter.builder("bouncer.closes").tag("app", app).tag("reason", reason)
                .description("Sessions that this node has closed").register(registry);
    }
}
