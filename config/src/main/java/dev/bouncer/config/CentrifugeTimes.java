package dev.bouncer.config;

import java.time.Duration;

/**
 * {@code bouncer.edge.centrifuge}: how long this node waits for clients that speak Centrifuge's protocol.
 *
 * @param connectTimeout {@code connect-timeout}: a client that has sent no connect command by then is closed
 * @param pingInterval   {@code ping-interval}: how often a client is pinged
 * @param pongTimeout    {@code pong-timeout}: without an answer for so long after that, it is closed
 * @param expiryGrace    {@code expiry-grace}: how long after its token's end a client may still refresh it
 */
public record CentrifugeTimes(Duration connectTimeout, Duration pingInterval, Duration pongTimeout,
        Duration expiryGrace) {
    /** As Centrifugo has them. */
    public static final CentrifugeTimes DEFAULT = new CentrifugeTimes(Duration.ofSeconds(10), Duration.ofSeconds(25),
            Duration.ofSeconds(8), Duration.ofSeconds(25));

    /** @throws IllegalArgumentException if a value is out of its range */
    public CentrifugeTimes {
        Durations.requirePositive("connect-timeout", connectTimeout);
        // The client is told whole seconds.
        if (pingInterval.compareTo(Duration.ofSeconds(1)) < 0 || pingInterval.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "ping-interval: expected whole seconds, 1s or more, got " + Durations.text(pingInterval));
        }
        Durations.requirePositive("pong-timeout", pongTimeout);
        if (pongTimeout.compareTo(pingInterval) >= 0) {
            throw new IllegalArgumentException("pong-timeout: expected less than ping-interval, "
                    + Durations.text(pingInterval) + ", got " + Durations.text(pongTimeout));
        }
        Durations.requireNotNegative("expiry-grace", expiryGrace);
    }
}
