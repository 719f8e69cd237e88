package dev.bouncer.api.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.api.http.Json;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import org.jspecify.annotations.Nullable;

/**
 * What edges told together.
 *
 * @param sessions   in {@link LiveSession#ORDER}
 * @param next       the last of them where there are more; null: these are all
 * @param edges      how many edges were to be asked
 * @param unanswered those of them whose sessions are not, or not all, known, and why
 */
public record LiveAnswer(List<LiveSession> sessions, @Nullable UUID next, int edges,
        SortedMap<String, Silence> unanswered) {
    /** Copies. */
    public LiveAnswer {
        sessions = List.copyOf(sessions);
        unanswered = Collections.unmodifiableSortedMap(new TreeMap<>(unanswered));
    }

    /** Merges what was told. Behind the end of a page that is not an edge's last, nobody knows what that edge has. */
    static LiveAnswer of(Collection<LiveSessions> told, int limit, int edges, Map<String, Silence> unanswered) {
        UUID horizon = told.stream().map(LiveSessions::next).filter(Objects::nonNull).min(LiveSession.ORDER)
                .orElse(null);
        List<LiveSession> sessions = new ArrayList<>(told.stream().flatMap(page -> page.sessions().stream())
                .filter(session -> horizon == null || LiveSession.ORDER.compare(session.id(), horizon) <= 0)
                .sorted(Comparator.comparing(LiveSession::id, LiveSession.ORDER)).limit(limit + 1L).toList());
        boolean more = horizon != null || sessions.size() > limit;
        if (sessions.size() > limit) sessions.removeLast();
        return new LiveAnswer(sessions, more ? sessions.getLast().id() : null, edges, new TreeMap<>(unanswered));
    }

    /** {@code {"sessions":[…],"edges":3,"unanswered":["edge-3"],"why":{"edge-3":"no-answer"},"next":"…"}}. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("sessions");
        sessions.forEach(session -> session.putInto(list.addObject()));
        json.put("edges", edges);
        ArrayNode names = json.putArray("unanswered");
        unanswered.keySet().forEach(names::add);
        if (!unanswered.isEmpty()) {
            ObjectNode why = json.putObject("why");
            unanswered.forEach((edge, silence) -> why.put(edge, silence.wireName()));
        }
        if (next != null) json.put("next", next.toString());
        return json;
    }
}
