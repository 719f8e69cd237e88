package dev.bouncer.client;

import org.jspecify.annotations.Nullable;

/**
 * The commands may have been done or not: the answer did not come or cannot be read, or the API does not know either. To give
 * the same under the same {@link #idempotencyKey()} again, by whatever process, is safe for the fleet's
 * {@code bouncer.streams.dedup-window} (24 h by default): it is one command in the blocklist and in the audit log. A node that did
 * not see the first try puts it on the log again, and edges may close sessions that were opened between the two.
 */
public final class OutcomeUnknownException extends BouncerException {
    private static final long serialVersionUID = 1L;

    private final String idempotencyKey;

    OutcomeUnknownException(String message, String idempotencyKey, @Nullable Problem problem,
            @Nullable Throwable cause) {
        super(message + "; to retry with the idempotency key " + idempotencyKey + " is safe", problem, cause);
        this.idempotencyKey = idempotencyKey;
    }

    /** The name under which it was given. */
    public String idempotencyKey() {
        return idempotencyKey;
    }
}
