package dev.bouncer.contract;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The fields {@code only}, {@code except} and {@code close} of a terminate; each absent where it says nothing. */
public final class TerminationJson {
    private TerminationJson() {}

    static void put(ObjectNode json, Termination termination) {
        putSessions(json, "only", termination.only());
        putSessions(json, "except", termination.except());
        Termination.Close close = termination.close();
        if (close != null) json.putObject("close").put("code", close.code()).put("reason", close.reason());
    }

    // In an order of their own, so that one command has one form.
    private static void putSessions(ObjectNode json, String field, Set<UUID> sessions) {
        if (sessions.isEmpty()) return;
        ArrayNode array = json.putArray(field);
        new TreeSet<>(sessions.stream().map(UUID::toString).toList()).forEach(array::add);
    }

    /**
     * Reads them, wherever they stand; other fields are ignored.
     *
     * @throws IllegalArgumentException if one of them says what cannot be
     */
    public static Termination read(JsonObject json) {
        // Whoever lists no session means none, and must not be taken for one who means all.
        if (json.has("only") && json.optionalUuids("only").isEmpty()) {
            throw new IllegalArgumentException(json.path("only") + ": expected one session or more, got none");
        }
        JsonObject close = json.optionalObject("close");
        return new Termination(sessions(json, "only"), sessions(json, "except"),
                close == null ? null : new Termination.Close(close.int32("code"), close.text("reason")));
    }

    private static Set<UUID> sessions(JsonObject json, String field) {
        return json.optionalUuids(field).stream().collect(Collectors.toUnmodifiableSet());
    }
}
