package dev.bouncer.config;

/**
 * {@code limits}: what a client may send on a route.
 *
 * @param maxFrame   {@code max-frame}: longest frame, in bytes; 0: any length, as with the other
 * @param maxMessage {@code max-message}: longest message
 * @param frames     {@code frames}: how many frames before it is made to wait
 */
public record RouteLimits(int maxFrame, int maxMessage, Rate frames) {
    /** @throws IllegalArgumentException if a value is out of its range */
    public RouteLimits {
        requireNotNegative("max-frame", maxFrame);
        requireNotNegative("max-message", maxMessage);
    }

    private static void requireNotNegative(String key, int value) {
        if (value < 0) throw new IllegalArgumentException("limits." + key + ": expected 0 or more, got " + value);
    }
}
