package dev.bouncer.edge.protocol.pusher;

import java.time.Duration;

import dev.bouncer.config.PusherTimes;
import dev.bouncer.edge.session.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Asks a client that has said nothing for a while whether it is there, and gives up one that does not answer.
 * Thread-safe.
 */
final class Silence {
    private final Timers timers;
    private final PusherTimes times;
    private final Runnable ask;
    private final Runnable giveUp;

    // By System.nanoTime, which nobody sets: when the client last spoke or was asked, whichever was later.
    private long since;
    private boolean asked;
    private boolean ended;
    private Timers.@Nullable Timer timer;

    Silence(Timers timers, PusherTimes times, Runnable ask, Runnable giveUp) {
        this.timers = timers;
        this.times = times;
        this.ask = ask;
        this.giveUp = giveUp;
    }

    synchronized void begin() {
        since = System.nanoTime();
        await(times.activityTimeout());
    }

    /** The client said something. The timer finds that out when it rings, so that a busy client costs nothing. */
    synchronized void broken() {
        since = System.nanoTime();
        asked = false;
    }

    /** The client gave a sign of life, though it said nothing. */
    synchronized void answered() {
        asked = false;
    }

    /** Again, or before it began: nothing happens any more. */
    synchronized void end() {
        ended = true;
        if (timer != null) timer.cancel();
    }

    private void await(Duration wait) {
        if (!ended) timer = timers.after(wait, this::look);
    }

    private void look() {
        Runnable due;
        synchronized (this) {
            if (ended) return;
            Duration limit = asked ? times.pongTimeout() : times.activityTimeout();
            Duration left = limit.minusNanos(System.nanoTime() - since);
            if (left.isPositive()) {
                await(left);
                return;
            }
            due = asked ? giveUp : ask;
            if (!asked) {
                asked = true;
                since = System.nanoTime();
                await(times.pongTimeout());
            }
        }
        due.run();
    }
}
