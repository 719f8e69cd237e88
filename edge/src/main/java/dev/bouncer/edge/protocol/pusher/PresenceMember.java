package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is on a presence channel.
 *
 * @param id   the user's
 * @param info what the app's backend tells the others about it
 */
record PresenceMember(String id, JsonNode info) {
    /**
     * Reads a {@code channel_data}.
     *
     * @throws IllegalArgumentException if it names no user
     */
    static PresenceMember parse(String channelData) {
        JsonObject data = JsonObject.parse(channelData.getBytes(StandardCharsets.UTF_8));
        JsonNode info = data.optionalValue("user_info");
        return new PresenceMember(id(data), info == null ? JsonNodeFactory.instance.objectNode() : info);
    }

    // Backends whose users have numbers send them as such: 7 and "7" are one user, as the API knows it.
    private static String id(JsonObject data) {
        @Nullable
        JsonNode id = data.optionalValue("user_id");
        return id != null && id.isIntegralNumber() ? id.asText() : data.text("user_id");
    }
}
