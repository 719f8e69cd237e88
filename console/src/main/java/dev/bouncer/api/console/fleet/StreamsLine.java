package dev.bouncer.api.console.fleet;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * An instance of moderation-streams that this process knows of by its configuration.
 *
 * @param uri       where it is asked
 * @param condition how it is
 * @param reason    why it is not ready, in its own words; null: it is, or says nothing
 */
public record StreamsLine(URI uri, Condition condition, @Nullable String reason) {
    /** How an instance is. */
    public enum Condition {
        /** It does its share of the work. */
        READY,
        /** It answers that it does not. */
        NOT_READY,
        /** It does not answer in time. */
        UNREACHABLE
    }
}
