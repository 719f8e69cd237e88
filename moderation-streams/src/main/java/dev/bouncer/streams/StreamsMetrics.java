package dev.bouncer.streams;

import dev.bouncer.config.metrics.ProcessMeters;
import io.micrometer.core.instrument.MeterRegistry;

/** The process's meters and how Prometheus reads them. Thread-safe. */
final class StreamsMetrics implements AutoCloseable {
    private final ProcessMeters process = new ProcessMeters();

    MeterRegistry registry() {
        return process.registry();
    }

    /** All of them, in Prometheus' text format. */
    String scrape() {
        return process.registry().scrape();
    }

    @Override
    public void close() {
        process.close();
    }
}
