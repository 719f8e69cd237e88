package dev.bouncer.edge.protocol.centrifuge;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a client says, one line of a frame. */
sealed interface CentrifugeCommand {
    /** {@code {}}: the answer to a ping. */
    record Pong() implements CentrifugeCommand {}

    /** {@code {"id":1,"connect":{"token":"…"}}}: who it is. */
    record Connect(long id, @Nullable String token) implements CentrifugeCommand {
        /** Never the token. */
        @Override
        public String toString() {
            return "Connect[id=" + id + ']';
        }
    }

    /** {@code {"id":2,"refresh":{"token":"…"}}}: a new token, before the old one expires. */
    record Refresh(long id, @Nullable String token) implements CentrifugeCommand {
        /** Never the token. */
        @Override
        public String toString() {
            return "Refresh[id=" + id + ']';
        }
    }

    /** A command that has an empty answer, under its own name. */
    record Trivial(long id, String name) implements CentrifugeCommand {}

    /** A command about what is not carried here. */
    record Denied(long id, CentrifugeError error) implements CentrifugeCommand {}

    /** A message to the server, which expects no answer. */
    record Send() implements CentrifugeCommand {}

    /** The largest id: 32 bits, unsigned. */
    long MAX_ID = 0xffff_ffffL;

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CentrifugeCommand parse(String line) {
        // By far the most frequent one.
        if (line.equals("{}")) return new Pong();
        JsonObject json = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8));
        if (json.has("send")) return new Send();
        long id = json.has("id") ? json.integer("id") : 0;
        CentrifugeCommand command = named(id, json);
        if (command == null && id == 0) return new Pong();
        if (command == null) throw new IllegalArgumentException("expected a command, got only an id");
        if (id < 1 || id > MAX_ID) throw new IllegalArgumentException("id: expected 1 to " + MAX_ID + ", got " + id);
        return command;
    }

    private static @Nullable CentrifugeCommand named(long id, JsonObject json) {
        JsonObject connect = json.optionalObject("connect");
        if (connect != null) return new Connect(id, connect.optionalText("token"));
        JsonObject refresh = json.optionalObject("refresh");
        if (refresh != null) return new Refresh(id, refresh.optionalText("token"));
        for (String trivial : new String[]{"ping", "unsubscribe"}) {
            if (json.has(trivial)) return new Trivial(id, trivial);
        }
        for (String forbidden : new String[]{"subscribe", "publish", "sub_refresh"}) {
            if (json.has(forbidden)) return new Denied(id, CentrifugeError.PERMISSION_DENIED);
        }
        for (String missing : new String[]{"presence", "presence_stats", "history", "rpc"}) {
            if (json.has(missing)) return new Denied(id, CentrifugeError.NOT_AVAILABLE);
        }
        return null;
    }
}
