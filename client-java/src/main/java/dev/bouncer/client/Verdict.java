package dev.bouncer.client;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may come in.
 *
 * @param answer  in short
 * @param until   when they may come in again who are blocked; null: never, or they are not blocked
 * @param message what they are to be told; null: nothing in particular
 */
public record Verdict(Answer answer, @Nullable Instant until, @Nullable String message) {
    /** The answer in short. */
    public enum Answer {
        /** They may come in. */
        ALLOWED,
        /** One of the subjects is blocked. */
        BLOCKED,
        /** They may come in with a newer token. */
        TOKEN_INVALIDATED
    }

    /** Whether they may come in. */
    public boolean isAllowed() {
        return answer == Answer.ALLOWED;
    }
}
