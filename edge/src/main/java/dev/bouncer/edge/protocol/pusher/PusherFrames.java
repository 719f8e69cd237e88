package dev.bouncer.edge.protocol.pusher;

import java.time.Duration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON text frames that clients get. Where the protocol wants {@code data} as a text, it is JSON in a text. */
final class PusherFrames {
    static final String PING = "{\"event\":\"pusher:ping\"}";
    static final String PONG = "{\"event\":\"pusher:pong\"}";

    private static final String SUBSCRIBED = "pusher_internal:subscription_succeeded";

    private PusherFrames() {}

    static String connectionEstablished(String socketId, Duration activityTimeout) {
        ObjectNode data = object().put("socket_id", socketId).put("activity_timeout", activityTimeout.toSeconds());
        return frame("pusher:connection_established").put("data", data.toString()).toString();
    }

    /** @param userData the text as the client sent it */
    static String signInSucceeded(String userData) {
        ObjectNode frame = frame("pusher:signin_success");
        frame.putObject("data").put("user_data", userData);
        return frame.toString();
    }

    static String subscribed(String channel) {
        return frame(SUBSCRIBED).put("channel", channel).put("data", "{}").toString();
    }

    /** The member alone: who else is there, this edge does not know. */
    static String joined(String channel, PresenceMember member) {
        ObjectNode data = object();
        ObjectNode presence = data.putObject("presence").put("count", 1);
        presence.putArray("ids").add(member.id());
        presence.putObject("hash").set(member.id(), member.info());
        return frame(SUBSCRIBED).put("channel", channel).put("data", data.toString()).toString();
    }

    static String subscriptionRefused(String channel, String type, String why, int status) {
        ObjectNode frame = frame("pusher:subscription_error").put("channel", channel);
        frame.putObject("data").put("type", type).put("error", why).put("status", status);
        return frame.toString();
    }

    static String error(int code, String message) {
        ObjectNode frame = frame("pusher:error");
        frame.putObject("data").put("code", code).put("message", message);
        return frame.toString();
    }

    private static ObjectNode frame(String event) {
        return object().put("event", event);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
