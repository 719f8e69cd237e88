package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.bouncer.contract.IpRange;

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
 */
public record ApiConfig(String host, int port, Duration publishTimeout, int maxBody, Duration staleAfter,
        List<IpRange> trustedProxies, CallerLimits limits, List<URI> streams) {
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
    }

    /** The same without proxies, limits and moderation-streams. */
    public ApiConfig(String host, int port, Duration publishTimeout, int maxBody, Duration staleAfter) {
        this(host, port, publishTimeout, maxBody, staleAfter, List.of(), CallerLimits.NONE, List.of());
    }
}
