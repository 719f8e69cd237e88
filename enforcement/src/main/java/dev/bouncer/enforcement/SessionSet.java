package dev.bouncer.enforcement;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sessions under one key of the registry. Once emptied it takes no more, since it is about to leave the registry. */
final class SessionSet {
    private final Set<Session> sessions = new LinkedHashSet<>(2);
    private boolean retired;

    /** Whether the session was taken; if not, there is another set for the key, or will be. */
    synchronized boolean add(Session session) {
        if (!retired) sessions.add(session);
        return !retired;
    }

    /** Takes a session out; whether nothing is left, so that the set must go. */
    synchronized boolean remove(Session session) {
        sessions.remove(session);
        retired = sessions.isEmpty();
        return retired;
    }

    synchronized List<Session> snapshot() {
        return List.copyOf(sessions);
    }
}
