package dev.bouncer.client;

import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * How commands are given.
 *
 * @param waitAtMost     how long the answer may wait until every edge has enforced it, 1 ms to 20 s; null: it does not
 * @param idempotencyKey the caller's name for the request, 1 to 255 printable ASCII characters: whoever gives it again, by
 *                       whatever process and within the fleet's {@code bouncer.streams.dedup-window} (24 h by default), gives
 *                       the same command: one in the blocklist and in the audit log. Edges may act on it again, and close
 *                       sessions that were opened between the two tries
 */
public record How(@Nullable Duration waitAtMost, String idempotencyKey) {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** @throws IllegalArgumentException if a value is out of its range */
    public How {
        if (waitAtMost != null && (waitAtMost.toMillis() < 1 || waitAtMost.compareTo(LONGEST) > 0))
            throw new IllegalArgumentException("wait: expected 1 ms to 20 s, got " + waitAtMost);
        if (!idempotencyKey.matches("[ -~]{1,255}"))
            throw new IllegalArgumentException("idempotency key: expected 1 to 255 printable ASCII characters");
    }

    /** Answered when it is safe, under a name that nobody has used. */
    public static How safely() {
        return new How(null, UUID.randomUUID().toString());
    }

    /** Answered when every edge has enforced it, or after so long; the command stands either way. */
    public static How waiting(Duration atMost) {
        return new How(atMost, UUID.randomUUID().toString());
    }

    /** The same under that name. */
    public How named(String key) {
        return new How(waitAtMost, key);
    }
}
