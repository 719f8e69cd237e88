package dev.bouncer.cli;

import java.util.List;
import java.util.StringJoiner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.cli.client.Printable;

/** A live session, as the API writes it, in words for a person. */
final class SessionText {
    /** The columns of {@link #cells}. */
    static final List<String> COLUMNS = List.of("SESSION", "EDGE", "SINCE", "PROTOCOL", "SUBJECTS", "USER AGENT");

    private SessionText() {}

    /** As a row of a table. */
    static List<String> cells(JsonNode session) {
        StringJoiner subjects = new StringJoiner(", ");
        session.path("subjects").forEach(one -> subjects.add(text(one, "kind") + ' ' + text(one, "id")));
        String route = session.hasNonNull("route") ? " " + text(session, "route") : "";
        return List.of(text(session, "session"), text(session, "edge"), text(session, "since"),
                text(session, "protocol") + route, subjects.toString(), text(session, "user_agent"));
    }

    private static String text(JsonNode json, String field) {
        return Printable.line(json.path(field).asText());
    }
}
