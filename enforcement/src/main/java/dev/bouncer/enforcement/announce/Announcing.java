package dev.bouncer.enforcement.announce;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an edge announces itself.
 *
 * @param fenceAfter how long it may go without an acknowledged announcement until it closes all its sessions, see
 *                   {@link Fence}; null: for ever
 */
public record Announcing(@Nullable Duration fenceAfter) {
    /** The shortest that is of use: some heartbeats have to fit into it. */
    public static final Duration SHORTEST_FENCE = Duration.ofSeconds(3);

    /** With nothing said but what must be. */
    public static final Announcing PLAIN = new Announcing(null);

    /** @throws IllegalArgumentException if a value is out of its range */
    public Announcing {
        if (fenceAfter != null && fenceAfter.compareTo(SHORTEST_FENCE) < 0) {
            throw new IllegalArgumentException(
                    "fenceAfter: expected " + SHORTEST_FENCE + " or more, got " + fenceAfter);
        }
    }
}
