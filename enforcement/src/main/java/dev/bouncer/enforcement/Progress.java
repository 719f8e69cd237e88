package dev.bouncer.enforcement;

import java.time.Duration;

/**
 * How far a reader has come in each partition: everything before {@code next} is applied, and what is not a record
 * (transaction markers, compacted offsets) counts as applied too. Thread-safe.
 */
final class Progress {
    private final long[] next;

    Progress(int partitions) {
        this.next = new long[partitions];
    }

    synchronized void at(int partition, long offset) {
        if (next[partition] == offset) return;
        next[partition] = offset;
        notifyAll();
    }

    synchronized long next(int partition) {
        return next[partition];
    }

    /** What {@link #next} gives for each partition, at one moment. */
    synchronized long[] all() {
        return next.clone();
    }

    synchronized boolean reached(long[] ends) {
        for (int partition = 0; partition < next.length; partition++) {
            if (next[partition] < ends[partition]) return false;
        }
        return true;
    }

    /** Waits until the reader has come so far; whether it did within the time. */
    synchronized boolean awaitReached(long[] ends, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!reached(ends)) {
            long millisLeft = (deadline - System.nanoTime()) / 1_000_000;
            if (millisLeft <= 0) return false;
            wait(millisLeft);
        }
        return true;
    }
}
