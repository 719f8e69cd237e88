package dev.bouncer.config;

import java.time.Duration;

/**
 * {@code bouncer.edge.pusher}: how long this node waits for clients that speak Pusher's protocol.
 *
 * @param activityTimeout {@code activity-timeout}: without a word from the client for so long, it is pinged
 * @param pongTimeout     {@code pong-timeout}: without an answer for so long after that, it is dropped
 * @param signInTimeout   {@code sign-in-timeout}: a client that has not signed in by then is closed; 0: it need not
 */
public record PusherTimes(Duration activityTimeout, Duration pongTimeout, Duration signInTimeout) {
    /** As Pusher has them. */
    public static final PusherTimes DEFAULT = new PusherTimes(Duration.ofSeconds(120), Duration.ofSeconds(30),
            Duration.ZERO);

    /** @throws IllegalArgumentException if a value is out of its range */
    public PusherTimes {
        // The client is told whole seconds.
        if (activityTimeout.compareTo(Duration.ofSeconds(1)) < 0 || activityTimeout.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException("activity-timeout: expected whole seconds, 1s or more, got "
                    + Durations.text(activityTimeout));
        }
        Durations.requirePositive("pong-timeout", pongTimeout);
        Durations.requireNotNegative("sign-in-timeout", signInTimeout);
    }
}
