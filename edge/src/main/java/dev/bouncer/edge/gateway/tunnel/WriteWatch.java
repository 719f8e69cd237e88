package dev.bouncer.edge.gateway.tunnel;

import java.time.Duration;

import dev.bouncer.edge.session.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a write has been on its way for too long, whatever else happens on its connection. There is a timer while
 * there are writes, and never more than one. Thread-safe.
 */
final class WriteWatch {
    private final Timers timers;
    private final Duration patience;
    private final Runnable stuck;
    private Timers.@Nullable Timer timer;
    private long since;
    private boolean writing;
    private boolean over;

    /** @param stuck told of a write that has taken as long as there is patience */
    WriteWatch(Timers timers, Duration patience, Runnable stuck) {
        this.timers = timers;
        this.patience = patience;
        this.stuck = stuck;
    }

    /** A write begins; the one before has ended. */
    synchronized void begin() {
        since = System.nanoTime();
        writing = true;
        // It looks again: not each of many writes needs one of its own.
        if (timer == null && !over) timer = timers.after(patience, this::look);
    }

    synchronized void end() {
        writing = false;
    }

    /** There will be no more writes, and what is under way no longer matters. */
    synchronized void close() {
        over = true;
        if (timer != null) timer.cancel();
    }

    private void look() {
        synchronized (this) {
            timer = null;
            if (over || !writing) return;
            Duration left = patience.minusNanos(System.nanoTime() - since);
            if (left.isPositive()) {
                timer = timers.after(left, this::look);
                return;
            }
        }
        stuck.run();
    }
}
