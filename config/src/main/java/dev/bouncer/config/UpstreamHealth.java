package dev.bouncer.config;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code health}: how it is found out whether an upstream is there.
 *
 * @param path     {@code path}: asked of each upstream by HTTP; 2xx and 3xx: it is; null: only connecting to it tells
 * @param interval {@code interval}: how often, and for how long an upstream that could not be connected to is left alone
 */
public record UpstreamHealth(@Nullable String path, Duration interval) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public UpstreamHealth {
        Durations.requirePositive("health.interval", interval);
        if (path != null && !path.startsWith("/"))
            throw new IllegalArgumentException("health.path: expected a path like /healthz, got '" + path + "'");
    }
}
