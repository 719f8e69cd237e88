package dev.bouncer.e2e.chaos;

import java.time.Duration;

/**
 * Something that goes wrong and is put right again. What it keeps an edge from is declared by the {@link Cluster} that it
 * acts on, to the moment; everything else must hold during it and after it. {@code toString} names its targets.
 */
sealed interface Fault
        permits
        Killed,
        Paused,
        Cut,
        Narrowed,
        RollingRestart,
        StateDeleted,
        DiskFull,
        HungTransaction,
        Poison,
        Burst,
        ExpiryRebalance,
        Skewed {
    /** Breaks it. */
    void apply(Scene scene) throws InterruptedException;

    /** How long it stays broken, once applied. */
    Duration hold();

    /** Puts it right; the processes come back by themselves from here on. */
    void undo(Scene scene) throws InterruptedException;
}
