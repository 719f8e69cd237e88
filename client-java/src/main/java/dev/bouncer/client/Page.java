package dev.bouncer.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next where the next part begins; null: this is the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** Copies. */
    public Page {
        items = List.copyOf(items);
    }
}
