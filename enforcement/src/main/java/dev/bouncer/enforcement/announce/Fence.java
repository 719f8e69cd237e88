package dev.bouncer.enforcement.announce;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Whether this node may serve anybody. It may as long as something that it announced a short while ago was acknowledged,
 * so whoever has not heard of it for longer knows that it serves nobody. Asked before every frame: two clocks are read, no
 * lock is taken, and a process that was stopped learns of it by the first question after. Thread-safe.
 */
final class Fence {
    /** Of a node that never fences itself. */
    static final Fence NONE = new Fence(null, Moment::now);

    private final long millis;
    private final boolean off;
    private final Moment.Clock clock;
    // From when what was acknowledged last was said; null: nothing that counts.
    private volatile @Nullable Moment since;
    private @Nullable Moment candidate;

    /** @param after how long it may serve without another acknowledgement; null: for ever */
    Fence(@Nullable Duration after, Moment.Clock clock) {
        this.off = after == null;
        this.millis = after == null ? 0 : after.toMillis();
        this.clock = clock;
    }

    /** Whether it may serve now. */
    boolean isOpen() {
        if (off) return true;
        Moment last = since;
        return last != null && last.isWithin(millis, clock.now());
    }

    /**
     * What was said then has been acknowledged. That keeps an open fence open; one that has closed stays so until
     * {@link #reopen}, however short a while ago it closed: somebody may have counted on it.
     */
    synchronized void acknowledged(Moment said) {
        if (isOpen()) {
            since = said;
        } else {
            candidate = said;
        }
    }

    /**
     * Opens it again if something has been acknowledged since it closed. To be called when all sessions are closed.
     *
     * @return whether it is open
     */
    synchronized boolean reopen() {
        if (candidate != null && !isOpen()) since = candidate;
        candidate = null;
        notifyAll();
        return isOpen();
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (!isOpen()) {
            wait();
        }
    }
}
