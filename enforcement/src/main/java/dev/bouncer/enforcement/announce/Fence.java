package dev.bouncer.enforcement.announce;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

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
    // When it was said what was acknowledged last; null: nothing that counts any more.
    private final AtomicReference<@Nullable Moment> since = new AtomicReference<>();
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
        Moment last = since.get();
        if (last == null) return false;
        if (last.isWithin(millis, clock.now())) return true;
        // For good: clocks are set back, too.
        since.compareAndSet(last, null);
        return false;
    }

    /**
     * What was said then has been acknowledged. That keeps an open fence open; one that has closed stays so until
     * {@link #reopen}, however short a while ago it closed: somebody may have counted on it.
     */
    synchronized void acknowledged(Moment said) {
        if (isOpen()) {
            since.set(said);
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
        if (candidate != null && !isOpen()) since.set(candidate);
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
