package dev.bouncer.config;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.tracing}: where a process tells which part it had in a request.
 *
 * @param otlpEndpoint {@code otlp-endpoint}: a collector that takes OTLP over HTTP, without {@code /v1/traces}; null: told to
 *                     nobody
 * @param sample       {@code sample}: which part of the requests that come without a trace get one; 0 to 1. Of those that come with
 *                     one, whoever began it has decided
 */
public record TracingConfig(@Nullable URI otlpEndpoint, double sample) {
    /** Told to nobody. */
    public static final TracingConfig OFF = new TracingConfig(null, 1);

    /** @throws IllegalArgumentException if the part is none */
    public TracingConfig {
        if (!(sample >= 0 && sample <= 1))
            throw new IllegalArgumentException("sample: expected a number from 0 to 1, got " + sample);
    }
}
