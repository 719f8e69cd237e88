package dev.bouncer.enforcement.announce;

import java.util.Map;
import java.util.stream.Collectors;

import dev.bouncer.contract.EdgeAnnouncement;
import org.jspecify.annotations.Nullable;

/** The sessions of each app as they were counted last: to count goes through all of them, and an edge speaks often. One thread. */
final class CountedSessions {
    private static final long KEPT_MILLIS = 5_000;

    private @Nullable Moment countedAt;
    private Map<String, Integer> counted = Map.of();

    /** Of the apps that have most of them, as many as an announcement holds. */
    Map<String, Integer> counted(Announcer.Subject subject, Moment now) {
        Moment last = countedAt;
        if (last != null && last.isWithin(KEPT_MILLIS, now)) return counted;
        counted = largest(subject.sessions());
        countedAt = now;
        return counted;
    }

    private static Map<String, Integer> largest(Map<String, Integer> sessions) {
        if (sessions.size() <= EdgeAnnouncement.MOST_APPS) return Map.copyOf(sessions);
        return sessions.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(EdgeAnnouncement.MOST_APPS)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
