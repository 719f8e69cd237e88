package dev.bouncer.cli.client;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * How something is to be changed.
 *
 * @param idempotencyKey names the change: asked for again under the same name it is the same change
 * @param length         how long the answer may wait for the edges, as the API has it; null: it does not
 */
public record Change(String idempotencyKey, @Nullable String length) {
    /** One of its own that waits for nobody. */
    public static Change plain() {
        return waiting(null);
    }

    /** One of its own. */
    public static Change waiting(@Nullable String length) {
        return new Change(UUID.randomUUID().toString(), length);
    }

    Map<String, String> query() {
        return length == null ? Map.of() : Map.of("wait", length);
    }
}
