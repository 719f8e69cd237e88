package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.IpRange;
import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.api}.
 *
 * @param host           {@code host}: the address to listen on
 * @param port           {@code port}; 0: any free one
 * @param publishTimeout {@code publish-timeout}: how long a command may take to be acknowledged before the answer is 503
 * @param maxBody        {@code max-body}: longest body, in bytes, of a request that is not streamed, and longest line of
 *                       one that is
 * @param staleAfter     {@code stale-after}: how long without Kafka until the process reports itself not ready
 * @param trustedProxies {@code trusted-proxies}: whose {@code X-Forwarded-For} is believed
 * @param limits         {@code limits}: how often callers may call
 * @param streams        {@code streams}: where the instances of moderation-streams are asked for histories, tried in turn
 * @param forgetAfter    {@code forget-after}: how long an edge may be silent until commands are no longer waited to be
 *                       confirmed by it
 * @param tls            {@code tls}: what it listens with; null: without TLS
 */
public record ApiConfig(String host, int port, Duration publishTimeout, int maxBody, Duration staleAfter,
        List<IpRange> trustedProxies, CallerLimits limits, List<URI> streams, Duration forgetAfter,
        @Nullable TlsConfig tls) {
    /** The usual {@code forget-after}. */
    public static final Duration FORGET_AFTER = Duration.ofMinutes(10);
    private static final Duration SHORTEST_FORGET = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a value is out of its range */
    public ApiConfig {
        Ports.require("port", port);
        if (publishTimeout.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "publish-timeout: expected 100ms or more, got " + Durations.text(publishTimeout));
        }
        if (maxBody < 1024) throw new IllegalArgumentException("max-body: expected 1024 bytes or more, got " + maxBody);
        Durations.requirePositive("stale-after", staleAfter);
        trustedProxies = List.copyOf(trustedProxies);
        streams = List.copyOf(streams);
        if (forgetAfter.compareTo(SHORTEST_FORGET) < 0) {
            throw new IllegalArgumentException("forget-after: expected " + Durations.text(SHORTEST_FORGET)
                    + " or more, got " + Durations.text(forgetAfter));
        }
    }

    /** The same without proxies, limits, moderation-streams and TLS, and with the usual {@code forget-after}. */
    public ApiConfig(String host, int port, Duration publishTimeout, int maxBody, Duration staleAfter) {
        this(host, port, publishTimeout, maxBody, staleAfter, List.of(), CallerLimits.NONE, List.of(),
                FORGET_AFTER, null);
    }
}
