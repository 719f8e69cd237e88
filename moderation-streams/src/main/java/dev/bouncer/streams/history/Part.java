package dev.bouncer.streams.history;

import java.util.List;

/**
 * A history, or one partition's part of it.
 *
 * @param events audit records as on the audit topic, newest first
 * @param stale  whether it comes from a copy that was behind: there may be later events
 */
record Part(List<byte[]> events, boolean stale) {
    /** Copies the list. */
    Part {
        events = List.copyOf(events);
    }
}
