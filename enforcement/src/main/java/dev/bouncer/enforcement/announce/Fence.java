package dev.bouncer.enforcement.announce;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Whether this node may serve anybody. It may from the time on at which the fleet can know of it. With a lease it may only
 * as long as something that it announced a short while ago was acknowledged, so whoever has not heard of it for longer knows
 * that it serves nobody. Asked before every frame: two clocks are read, no lock is taken, and a process that was stopped
 * learns of it by the first question after. Thread-safe.
 */
final class Fence {
    /** So long one without a lease stays closed for want of an acknowledgement. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /**
     * What may open it.
     *
     * @param said         when that was said which was acknowledged last
     * @param acknowledged when the first such acknowledgement came
     */
    private record Candidate(Moment said, Instant acknowledged) {}

    private final long millis;
    private final boolean isLease;
    private final Moment.Clock clock;
    // When it was said what was acknowledged last; null: nothing that counts any more.
    private final AtomicReference<@Nullable Moment> since = new AtomicReference<>();
    private @Nullable Candidate candidate;
    private @Nullable Moment firstTried;
    private boolean ended;

    /** @param after how long it may serve without another acknowledgement; null: for ever, once there was one */
    Fence(@Nullable Duration after, Moment.Clock clock) {
        this.isLease = after != null;
        this.millis = after == null ? 0 : after.toMillis();
        this.clock = clock;
    }

    /** Whether it may serve now. */
    boolean isOpen() {
        Moment last = since.get();
        if (last == null) return false;
        if (isCurrent(last)) return true;
        // For good: clocks are set back, too.
        since.compareAndSet(last, null);
        return false;
    }

    private boolean isCurrent(Moment said) {
        return !isLease || said.isWithin(millis, clock.now());
    }

    /** From now on it is tried to have something acknowledged. */
    synchronized void tried() {
        if (firstTried == null) firstTried = clock.now();
    }

    /**
     * What was said then has been acknowledged. That keeps an open fence open; one that has closed stays so until
     * {@link #open}, however short a while ago it closed: somebody may have counted on it.
     *
     * @param now by the clock that tells what has been read
     */
    synchronized void acknowledged(Moment said, Instant now) {
        if (isOpen()) {
            since.set(said);
            return;
        }
        // Whoever has heard of it without a gap has counted it since the first.
        Candidate before = candidate;
        candidate = new Candidate(said, before != null && isCurrent(before.said) ? before.acknowledged : now);
    }

    /**
     * Since when the fleet can know of it again, and all commands up to then must have been read before it opens: those given
     * before have perhaps been taken for enforced without it. Null: not yet.
     */
    synchronized @Nullable Instant knownSince() {
        return candidate == null ? null : candidate.acknowledged;
    }

    /**
     * Opens it if what has been acknowledged since it closed still counts. To be called when all sessions are closed and all
     * is read up to {@link #knownSince}.
     *
     * @return whether it is open
     */
    synchronized boolean open() {
        if (candidate != null && !isOpen()) since.set(candidate.said);
        candidate = null;
        notifyAll();
        return isOpen();
    }

    /** Whether it has no lease and need not wait any longer for a first acknowledgement. */
    synchronized boolean isOverdue() {
        return mayDoWithout() && firstTried != null && !firstTried.isWithin(LONGEST_WAIT.toMillis(), clock.now());
    }

    /** Whether it may open though nothing has been acknowledged. */
    synchronized boolean mayDoWithout() {
        return !isLease && candidate == null && !isOpen();
    }

    /** Opens one without a lease though the fleet does not know of it. */
    synchronized void openUnknown() {
        since.set(clock.now());
        notifyAll();
    }

    /** Nobody will open it any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** @throws IllegalStateException if it never will be */
    synchronized void awaitOpen() throws InterruptedException {
        while (!isOpen()) {
            if (ended) throw new IllegalStateException("stopped before it was ready");
            wait();
        }
    }
}
