package dev.bouncer.client;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What became of one of many commands.
 *
 * @param outcome     in short
 * @param command     its id, where it is or may be on the log
 * @param error       what was wrong; null: nothing
 * @param enforcement how far it has come on the edges; null: it was not asked for
 */
public record LineResult(Outcome outcome, @Nullable UUID command, @Nullable String error,
        @Nullable Enforcement enforcement) {
    /** What became of it. */
    public enum Outcome {
        /** It is on the log. */
        ACCEPTED,
        /** It was wrong. */
        REJECTED,
        /** It is certainly not on the log. */
        NOT_DONE,
        /** It may be on the log. */
        UNKNOWN
    }
}
