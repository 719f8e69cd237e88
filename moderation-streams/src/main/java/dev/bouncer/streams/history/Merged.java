package dev.bouncer.streams.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import dev.bouncer.contract.JsonObject;

/** The parts of a history as one. */
final class Merged {
    private static final class Event {
        private final byte[] record;
        private final Instant at;

        Event(byte[] record) {
            this.record = record;
            this.at = JsonObject.parse(record).time("at");
        }
    }

    private Merged() {}

    /**
     * Merges by {@code at}, the newest first; of those of one time the first part's come first. Merged, not sorted: what
     * is of one partition stays in the order of its audit log, where {@code at}, which comes from two clocks, may step
     * back.
     */
    static Part of(List<Part> parts, int limit) {
        List<Deque<Event>> heads = new ArrayList<>();
        for (Part part : parts) {
            Deque<Event> events = new ArrayDeque<>();
            part.events().forEach(record -> events.add(new Event(record)));
            if (!events.isEmpty()) heads.add(events);
        }
        List<byte[]> merged = new ArrayList<>();
        while (!heads.isEmpty() && merged.size() < limit) {
            // The first of the greatest: max() would take the last.
            Deque<Event> newest = heads.stream().min(Comparator.comparing(Merged::at).reversed()).orElseThrow();
            merged.add(newest.removeFirst().record);
            if (newest.isEmpty()) heads.remove(newest);
        }
        return new Part(merged, parts.stream().anyMatch(Part::stale));
    }

    private static Instant at(Deque<Event> events) {
        return events.getFirst().at;
    }
}
