package dev.bouncer.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An edge's answer to a {@link SessionsRequest}.
 *
 * @param sessions in {@link LiveSession#ORDER}
 * @param next     the last of them where there are more: what the next request says in {@code after}; null: these are all
 */
public record LiveSessions(List<LiveSession> sessions, @Nullable UUID next) {
    /** Longest answer, in bytes. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int BRACES = 100;

    /** @throws IllegalArgumentException if they are not in order, or the next page does not begin where they end */
    public LiveSessions {
        sessions = List.copyOf(sessions);
        for (int i = 1; i < sessions.size(); i++) {
            if (LiveSession.ORDER.compare(sessions.get(i - 1).id(), sessions.get(i).id()) >= 0)
                throw new IllegalArgumentException("sessions: expected them in the order of their ids, none twice");
        }
        if (next != null && (sessions.isEmpty() || !next.equals(sessions.getLast().id())))
            throw new IllegalArgumentException("next: expected the id of the last session, got " + next);
    }

    /**
     * The first of these, as many as one answer takes.
     *
     * @param inOrder in {@link LiveSession#ORDER}
     */
    public static LiveSessions first(Stream<LiveSession> inOrder, int limit) {
        List<LiveSession> first = new ArrayList<>();
        int bytes = BRACES;
        for (LiveSession session : (Iterable<LiveSession>) inOrder::iterator) {
            bytes += Json.bytes(tree(session)).length + 1;
            if (first.size() == limit || bytes > MAX_BYTES) return new LiveSessions(first, first.getLast().id());
            first.add(session);
        }
        return new LiveSessions(first, null);
    }

    private static ObjectNode tree(LiveSession session) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        session.putInto(json);
        return json;
    }

    /** The body of the answer, JSON. */
    public byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("sessions");
        sessions.forEach(session -> list.add(tree(session)));
        if (next != null) json.put("next", next.toString());
        return Json.bytes(json);
    }

    /**
     * Reads the body of an answer.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LiveSessions decode(byte[] body) {
        JsonObject json = JsonObject.parse(body);
        if (!json.has("sessions")) throw new IllegalArgumentException("sessions: expected an array, got none");
        return new LiveSessions(json.optionalObjects("sessions").stream().map(LiveSession::read).toList(),
                json.optionalUuid("next"));
    }
}
