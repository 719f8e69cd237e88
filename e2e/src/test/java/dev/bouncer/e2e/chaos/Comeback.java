package dev.bouncer.e2e.chaos;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the harness waited for after a fault, without lending a hand.
 *
 * @param what    that had to be, for example a node's being ready
 * @param from    nothing stood in its way from then on
 * @param readyAt null: it is not yet
 */
record Comeback(String what, Instant from, @Nullable Instant readyAt) {
    /** @throws IllegalArgumentException if the times are not in order */
    Comeback {
        if (readyAt != null && readyAt.isBefore(from))
            throw new IllegalArgumentException(what + ": at " + readyAt + ", waited for since " + from);
    }
}
