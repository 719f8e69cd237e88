package dev.bouncer.bench.load;

import java.util.concurrent.locks.LockSupport;

/** Waits for the times at which things are due. */
public final class Pacer {
    // A thread that sleeps wakes up late by about this much.
    private static final long LATE = 100_000;

    private Pacer() {}

    /** Returns at this time of {@link System#nanoTime}, or at once if it has passed. */
    public static void awaitNanoTime(long due) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            if (wait > LATE) {
                LockSupport.parkNanos(wait - LATE);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
