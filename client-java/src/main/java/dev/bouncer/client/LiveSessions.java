package dev.bouncer.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Sessions as the edges told them when they were asked.
 *
 * @param edges      how many edges may have some
 * @param unanswered those whose sessions are not told here, and why; empty: nothing is missing
 * @param next       where the next page begins; null: this is the last one
 */
public record LiveSessions(List<LiveSession> sessions, int edges, Map<String, String> unanswered, @Nullable UUID next) {
    /** Copies. */
    public LiveSessions {
        sessions = List.copyOf(sessions);
        unanswered = Map.copyOf(unanswered);
    }
}
