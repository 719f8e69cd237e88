package dev.bouncer.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long something that failed for a reason that passes is tried again: waits grow from 0.2 s to 5 s, or are what the
 * other side asks for, and end with the time allowed. One use, one thread.
 */
public final class Patience {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Pause pause;
    private final Instant end;
    private Duration next = FIRST;

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after that time. */
        void await(Duration time) throws InterruptedException;

        /** Real time. */
        static Pause real() {
            return Thread::sleep;
        }
    }

    /** Starts to count the time allowed. */
    public Patience(InstantSource clock, Pause pause, Duration allowed) {
        this.clock = clock;
        this.pause = pause;
        this.end = clock.instant().plus(allowed);
    }

    /** What is left of the time allowed; never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Waits before the next attempt.
     *
     * @param asked how long the other side asks to wait
     * @return false if there is no time left for another attempt; then it did not wait
     */
    public boolean waitForNext(Optional<Duration> asked) {
        Duration wait = asked.orElse(next);
        if (wait.compareTo(left()) >= 0) return false;
        try {
            pause.await(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return true;
    }
}
