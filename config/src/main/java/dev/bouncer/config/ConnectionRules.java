package dev.bouncer.config;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@code bouncer.apps.<app>.connections}: who may connect to an edge, and how often at a time, each edge counting its own.
 *
 * @param origins    {@code origins}: the pages' origins ({@code https://example.com}) that may; empty: all. A client
 *                   without an origin, which is no browser, always may
 * @param max        {@code max}: of the app; 0: any number, as with the others
 * @param perUser    {@code per-user}
 * @param perAddress {@code per-address}
 */
public record ConnectionRules(Set<String> origins, int max, int perUser, int perAddress) {
    /** Everybody may. */
    public static final ConnectionRules NONE = new ConnectionRules(Set.of(), 0, 0, 0);

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ConnectionRules {
        origins = Set.copyOf(origins);
        for (String origin : origins) {
            if (!origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s]+") || !origin.equals(origin.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "origins: expected origins like https://example.com in lower case, got '" + origin + "'");
            }
        }
        requireNotNegative("max", max);
        requireNotNegative("per-user", perUser);
        requireNotNegative("per-address", perAddress);
    }

    private static void requireNotNegative(String key, int value) {
        if (value < 0) throw new IllegalArgumentException(key + ": expected 0 or more, got " + value);
    }

    /** Whether a page of this origin may connect; null: the client said none. */
    public boolean allows(@Nullable String origin) {
        return origin == null || origins.isEmpty() || origins.contains(origin.toLowerCase(Locale.ROOT));
    }
}
