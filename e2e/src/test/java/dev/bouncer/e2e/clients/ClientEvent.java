package dev.bouncer.e2e.clients;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.JsonObject;

/** What a client's library told the application. */
public sealed interface ClientEvent {
    /** The user is in: connected, and known to the edge. */
    record In() implements ClientEvent {}

    /** The library's state, by its own name; {@code disconnected} is the end in all of them. */
    record State(String name) implements ClientEvent {}

    /** Something that somebody said. */
    record Heard(String text) implements ClientEvent {}

    /** A close or an error. */
    record Told(int code, String text) implements ClientEvent {}

    /** Reads a line of a script. */
    static ClientEvent parse(String line) {
        JsonObject json = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8));
        return switch (json.text("event")) {
            case "in" -> new In();
            case "state" -> new State(json.text("state"));
            case "heard" -> new Heard(json.text("text"));
            case "told" -> new Told(Math.toIntExact(json.integer("code")), json.text("text"));
            default -> throw new IllegalArgumentException("expected in, state, heard or told, got " + line);
        };
    }
}
