package dev.bouncer.api.console.figures;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long things took, counted in steps that grow with the time: a percentile is told no more than an eighth too high, and
 * exactly below 16 ms. Not thread-safe.
 */
final class Latencies {
    private static final int EXACT = 16;
    private static final int PER_DOUBLING = 8;
    private static final int STEPS = EXACT + (Long.SIZE - 1 - 4) * PER_DOUBLING;

    private int[] counts = {};
    private long total;

    void add(Duration took) {
        int step = step(Math.max(0, took.toMillis()));
        if (step >= counts.length) counts = Arrays.copyOf(counts, Math.min(STEPS, step + PER_DOUBLING));
        counts[step]++;
        total++;
    }

    void addAll(Latencies other) {
        if (other.counts.length > counts.length) counts = Arrays.copyOf(counts, other.counts.length);
        for (int i = 0; i < other.counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
    }

    long total() {
        return total;
    }

    /** The time in milliseconds within which that share of them was done; NaN: there are none. */
    double millis(double share) {
        if (total == 0) return Double.NaN;
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int step = 0; step < counts.length; step++) {
            seen += counts[step];
            if (seen >= wanted) return highest(step);
        }
        throw new IllegalStateException("counted " + seen + " of " + total);
    }

    private static int step(long millis) {
        if (millis < EXACT) return (int) millis;
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
        return EXACT + (doubling - 4) * PER_DOUBLING + (int) (millis >> (doubling - 3)) - PER_DOUBLING;
    }

    private static long highest(int step) {
        if (step < EXACT) return step;
        int doubling = 4 + (step - EXACT) / PER_DOUBLING;
        long eighth = PER_DOUBLING + (long) (step - EXACT) % PER_DOUBLING;
        return ((eighth + 1) << (doubling - 3)) - 1;
    }
}
