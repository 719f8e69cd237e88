package dev.bouncer.config;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.streams}: the moderation-streams process.
 *
 * @param host            {@code host}: where its HTTP port listens
 * @param port            {@code port}: its HTTP port; 0: any free one
 * @param advertised      {@code advertised}: where the other instances find that port, {@code host:port}; null: host and
 *                        port as they are
 * @param standbyReplicas {@code standby-replicas}: copies of the state kept warm on other instances; 0 or more
 * @param commitInterval  {@code commit-interval}: how long a transaction gathers; the delay of blocklist and audit behind
 *                        the commands (edges do not wait for it)
 * @param expiryGrace     {@code expiry-grace}: how long after its end an expired block is cleared away; enforcement does
 *                        not wait for it
 * @param dedupWindow     {@code dedup-window}: how long a command's id is remembered
 */
public record StreamsConfig(String host, int port, @Nullable String advertised, int standbyReplicas,
        Duration commitInterval, Duration expiryGrace, Duration dedupWindow) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public StreamsConfig {
        Ports.require("port", port);
        Ports.requireAddress("advertised", advertised);
        if (standbyReplicas < 0) {
            throw new IllegalArgumentException("standby-replicas: expected 0 or more, got " + standbyReplicas);
        }
        Durations.requirePositive("commit-interval", commitInterval);
        Durations.requireNotNegative("expiry-grace", expiryGrace);
        Durations.requirePositive("dedup-window", dedupWindow);
    }

    /** The same where the other instances find it under its own host and port. */
    public StreamsConfig(String host, int port, int standbyReplicas, Duration commitInterval, Duration expiryGrace,
            Duration dedupWindow) {
        this(host, port, null, standbyReplicas, commitInterval, expiryGrace, dedupWindow);
    }
}
