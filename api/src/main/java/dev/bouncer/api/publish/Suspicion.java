package dev.bouncer.api.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The suspicion that Kafka is away: raised when a command got no answer, cleared when Kafka answers a probe. While it
 * lasts commands are not sent at all, so their callers learn at once, and for certain, that nothing was done. Thread-safe.
 */
final class Suspicion {
    private final BooleanSupplier probe;
    private final Duration pause;
    private final InstantSource clock;
    private final Lock probing = new ReentrantLock();
    private volatile boolean raised;
    private Instant nextProbe = Instant.MIN;

    /**
     * @param probe asks Kafka for a sign of life; may block
     * @param pause how long a probe without an answer counts for those that come after it
     */
    Suspicion(BooleanSupplier probe, Duration pause, InstantSource clock) {
        this.probe = probe;
        this.pause = pause;
        this.clock = clock;
    }

    void raise() {
        raised = true;
    }

    /** Whether there is none, after asking Kafka if need be: blocks for a probe at most, and one probe serves all. */
    boolean clear() {
        if (!raised) return true;
        probing.lock();
        try {
            if (raised && !clock.instant().isBefore(nextProbe)) {
                raised = !probe.getAsBoolean();
                nextProbe = raised ? clock.instant().plus(pause) : Instant.MIN;
            }
            return !raised;
        } finally {
            probing.unlock();
        }
    }
}
