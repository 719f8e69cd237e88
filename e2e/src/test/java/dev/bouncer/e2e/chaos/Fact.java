package dev.bouncer.e2e.chaos;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A block as a topic shows it, read without any of Bouncer's code.
 *
 * @param command   the id of the command
 * @param tag       its reason
 * @param expiresAt null: never
 */
record Fact(String command, String tag, @Nullable Instant expiresAt) {
    /** A block of the blocklist topic, or what an audit event replaced or saw expire. */
    static Fact ofBlock(JsonNode block) {
        return new Fact(block.path("command").asText(), block.path("reason").asText(), expiry(block));
    }

    /** The block that a command of type {@code block} makes. */
    static Fact ofCommand(JsonNode command) {
        return new Fact(command.path("id").asText(), command.path("reason").asText(), expiry(command));
    }

    private static @Nullable Instant expiry(JsonNode json) {
        return json.hasNonNull("expires_at") ? Instant.parse(json.path("expires_at").asText()) : null;
    }

    static String user(JsonNode named) {
        return named.path("subject").path("id").asText();
    }

    boolean overAt(Instant time) {
        return expiresAt != null && !time.isBefore(expiresAt);
    }
}
