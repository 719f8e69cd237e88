package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last hour of one app, in slots of 10 s, each of which takes the place of the one an hour before it. Thread-safe.
 */
final class Hour {
    static final Duration SLOT = Duration.ofSeconds(10);
    static final int SLOTS = 360;
    private static final int PER_MINUTE = 6;

    private static final class Slot {
        private final long number;
        private int commands;
        private final Latencies latencies = new Latencies();
        private long blocks = -1;
        private long sessions = -1;

        Slot(long number) {
            this.number = number;
        }
    }

    private final Slot[] slots = new Slot[SLOTS];
    private final long first;

    /** @param start before it nothing is known */
    Hour(Instant start) {
        this.first = number(start);
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot(Long.MIN_VALUE);
        }
    }

    private static long number(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), SLOT.toMillis());
    }

    /** The slot of that time; a new one that nobody will look at where it is too long ago, or was before the start. */
    private Slot slot(Instant at) {
        long number = number(at);
        int index = (int) Math.floorMod(number, (long) SLOTS);
        if (number < first || number < slots[index].number) return new Slot(number);
        if (slots[index].number != number) slots[index] = new Slot(number);
        return slots[index];
    }

    synchronized void command(Instant at) {
        slot(at).commands++;
    }

    synchronized void closed(Instant at, Duration took) {
        slot(at).latencies.add(took);
    }

    /** @param sessions negative: not known; blocks likewise */
    synchronized void sampled(Instant at, long blocks, long sessions) {
        Slot slot = slot(at);
        slot.blocks = blocks;
        slot.sessions = sessions;
    }

    /** The minutes of the hour until now, whole ones, the last excepted; those of which nothing is known among them. */
    synchronized List<Minute> minutes(Instant now) {
        List<Minute> minutes = new ArrayList<>();
        long last = Math.floorDiv(number(now), PER_MINUTE);
        for (long minute = last - SLOTS / PER_MINUTE + 1; minute <= last; minute++) {
            minutes.add(minute(minute));
        }
        return minutes;
    }

    private Minute minute(long minute) {
        int commands = 0;
        Latencies latencies = new Latencies();
        double blocks = Double.NaN;
        double sessions = Double.NaN;
        for (long number = minute * PER_MINUTE; number < (minute + 1) * PER_MINUTE; number++) {
            Slot slot = slots[(int) Math.floorMod(number, (long) SLOTS)];
            if (slot.number != number) continue;
            commands += slot.commands;
            latencies.addAll(slot.latencies);
            if (slot.blocks >= 0) blocks = slot.blocks;
            if (slot.sessions >= 0) sessions = slot.sessions;
        }
        boolean known = (minute + 1) * PER_MINUTE > first;
        return new Minute(Instant.ofEpochMilli(minute * PER_MINUTE * SLOT.toMillis()), known ? commands : Double.NaN,
                latencies.millis(0.5), latencies.millis(0.9), latencies.millis(0.99), blocks, sessions);
    }
}
