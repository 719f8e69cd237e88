package dev.bouncer.edge.protocol.nativ;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.Times;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;

/** The JSON text frames of the native protocol. */
final class NativeFrames {
    static final String PONG = "{\"type\":\"pong\"}";
    private static final int LONGEST_PING = 1024;

    private NativeFrames() {}

    static String welcome(UUID session, Collection<SubjectKey> subjects) {
        ObjectNode frame = frame("welcome").put("session", session.toString());
        ArrayNode list = frame.putArray("subjects");
        for (SubjectKey key : subjects) {
            list.addObject().put("kind", key.subject().kind().wireName()).put("id", key.subject().id());
        }
        return frame.toString();
    }

    static String closed(CloseFrame close, CloseReason reason) {
        ObjectNode frame = frame("closed").put("code", close.code()).put("reason", close.reason());
        // Never an entry's own reason, which is for moderators.
        if (reason.message() != null) frame.put("message", reason.message());
        if (reason instanceof CloseReason.Blocked(BlockEntry block) && block.expiresAt() != null)
            frame.put("until", Times.format(block.expiresAt()));
        return frame.toString();
    }

    /** Whether it is {@code {"type":"ping"}}; anything else, well-formed or not, is for nobody here. */
    static boolean isPing(String text) {
        if (text.length() > LONGEST_PING) return false;
        try {
            return "ping".equals(JsonObject.parse(text.getBytes(StandardCharsets.UTF_8)).optionalText("type"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
