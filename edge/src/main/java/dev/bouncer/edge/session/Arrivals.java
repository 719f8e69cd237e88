package dev.bouncer.edge.session;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lets sessions whose clients came the same way share one {@link Arrival}, so that each costs them a reference. Of bounded size,
 * whatever clients call themselves: what was met lately is found, and more is not promised. Thread-safe.
 */
final class Arrivals {
    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<Arrival> known = new AtomicReferenceArray<>(SLOTS);

    /** One that is equal, perhaps itself. */
    Arrival shared(Arrival arrival) {
        int hash = arrival.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Arrival there = known.get(slot);
        if (arrival.equals(there)) return there;
        known.set(slot, arrival);
        return arrival;
    }
}
