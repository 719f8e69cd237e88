package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/**
 * Which blocks or invalidations to list, in the order of their keys' bytes.
 *
 * @param kind   of this kind alone; null: of any
 * @param prefix whose ids begin so
 * @param limit  at most so many at a time, 1 to 1,000
 * @param after  the {@code next} of the page before; null: from the start
 */
public record Listing(Subject.@Nullable Kind kind, String prefix, int limit, @Nullable String after) {
    /** All of them, 100 at a time. */
    public static final Listing ALL = new Listing(null, "", 100, null);

    /** The same, of that kind alone. */
    public Listing of(Subject.Kind only) {
        return new Listing(only, prefix, limit, after);
    }

    /** The same, whose ids begin so. */
    public Listing startingWith(String with) {
        return new Listing(kind, with, limit, after);
    }

    /** The same, so many at a time. */
    public Listing limit(int most) {
        return new Listing(kind, prefix, most, after);
    }

    /** The next page. */
    public Listing after(String next) {
        return new Listing(kind, prefix, limit, next);
    }
}
