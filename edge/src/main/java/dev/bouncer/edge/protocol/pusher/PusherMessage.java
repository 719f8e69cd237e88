package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.bouncer.contract.JsonObject;

/** What a client says. A proof that it left out is an empty one. */
sealed interface PusherMessage {
    /** Are you there? */
    record Ping() implements PusherMessage {}

    /** I am the user of this {@code user_data}, and here is the proof. */
    record SignIn(String auth, String userData) implements PusherMessage {}

    /** I want this channel, and, where it needs them, here are who I am there and the proof. */
    record Subscribe(String channel, String auth, String channelData) implements PusherMessage {}

    /** Something for the others on a channel. */
    record ClientEvent() implements PusherMessage {}

    /** What needs no answer: a pong, an {@code unsubscribe}, an event of a later version. */
    record Other() implements PusherMessage {}

    /**
     * Reads a frame.
     *
     * @throws IllegalArgumentException if it is none; the message is for the client
     */
    static PusherMessage parse(String text) {
        JsonObject frame = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        String event = frame.text("event");
        return switch (event) {
            case "pusher:ping" -> new Ping();
            case "pusher:signin" -> signIn(frame.object("data"));
            case "pusher:subscribe" -> subscribe(objectOrText(frame));
            default -> event.startsWith("client-") ? new ClientEvent() : new Other();
        };
    }

    private static SignIn signIn(JsonObject data) {
        return new SignIn(proof(data, "auth"), proof(data, "user_data"));
    }

    private static Subscribe subscribe(JsonObject data) {
        return new Subscribe(data.text("channel"), proof(data, "auth"), proof(data, "channel_data"));
    }

    // One that is missing is one that does not hold, not a malformed frame: an empty one holds for nothing.
    private static String proof(JsonObject data, String field) {
        String text = data.optionalText(field);
        return text == null ? "" : text;
    }

    private static JsonObject objectOrText(JsonObject frame) {
        return frame.optionalValue("data") instanceof TextNode text
                ? JsonObject.parse(text.textValue().getBytes(StandardCharsets.UTF_8))
                : frame.object("data");
    }
}
