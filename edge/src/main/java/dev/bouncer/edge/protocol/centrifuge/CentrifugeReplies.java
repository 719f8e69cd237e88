package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a client is told, one line of a frame. */
final class CentrifugeReplies {
    static final String PING = "{}";
    // Clients show it to their developers, and decide nothing by it.
    private static final String VERSION = "bouncer";

    private CentrifugeReplies() {}

    /** @param expiry when the token ends; null: never */
    static String connected(long id, UUID client, @Nullable Instant expiry, Instant now, Duration pingInterval) {
        ObjectNode reply = reply(id);
        ObjectNode result = reply.putObject("connect").put("client", client.toString()).put("version", VERSION);
        putExpiry(result, expiry, now);
        result.put("ping", pingInterval.toSeconds()).put("pong", true);
        return reply.toString();
    }

    /** @param expiry when the new token ends; null: never */
    static String refreshed(long id, @Nullable Instant expiry, Instant now) {
        ObjectNode reply = reply(id);
        putExpiry(reply.putObject("refresh"), expiry, now);
        return reply.toString();
    }

    /** A result with nothing in it. */
    static String empty(long id, String name) {
        ObjectNode reply = reply(id);
        reply.putObject(name);
        return reply.toString();
    }

    static String error(long id, CentrifugeError error) {
        ObjectNode reply = reply(id);
        reply.putObject("error").put("code", error.code).put("message", error.message);
        return reply.toString();
    }

    private static void putExpiry(ObjectNode result, @Nullable Instant expiry, Instant now) {
        if (expiry == null) return;
        long ttl = expiry.getEpochSecond() - now.getEpochSecond();
        // Clients read it into 32 bits.
        result.put("expires", true).put("ttl", Math.clamp(ttl, 0, Integer.MAX_VALUE));
    }

    private static ObjectNode reply(long id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }
}
