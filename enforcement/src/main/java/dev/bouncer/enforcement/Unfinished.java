package dev.bouncer.enforcement;

import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

import dev.bouncer.contract.Position;

/** The commands that the tail has left behind while their many sessions are still being told to close. Thread-safe. */
final class Unfinished {
    private final Map<Integer, NavigableSet<Long>> offsets = new ConcurrentHashMap<>();

    void begin(Position position) {
        of(position.partition()).add(position.offset());
    }

    void end(Position position) {
        of(position.partition()).remove(position.offset());
    }

    /**
     * The first offset of the partition that is not done with.
     *
     * @param next where the tail is; asked for before this, or a command that it has left behind since would be missed
     */
    long firstFrom(int partition, long next) {
        Long first = of(partition).ceiling(0L);
        return first == null ? next : Math.min(first, next);
    }

    private NavigableSet<Long> of(int partition) {
        return offsets.computeIfAbsent(partition, unused -> new ConcurrentSkipListSet<>());
    }
}
