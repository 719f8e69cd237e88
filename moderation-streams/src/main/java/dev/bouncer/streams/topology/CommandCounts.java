package dev.bouncer.streams.topology;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What became of the records of the commands topic, for {@code /metrics}. A record that is processed again because its
 * transaction was aborted counts again: exact is the audit log. Thread-safe.
 */
final class CommandCounts {
    private static final Duration[] DELAYS = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1)};

    private final Counter accepted;
    private final Counter duplicate;
    private final Counter misplaced;
    private final Counter malformed;
    private final Counter cleared;
    private final Counter expired;
    private final Timer delay;

    CommandCounts(MeterRegistry registry) {
        this.accepted = outcome(registry, "accepted");
        this.duplicate = outcome(registry, "duplicate");
        this.misplaced = outcome(registry, "misplaced");
        this.malformed = outcome(registry, "malformed");
        this.cleared = outcome(registry, "cleared");
        this.expired = Counter.builder("bouncer.streams.blocks.expired").description("Blocks whose time ran out")
                .register(registry);
        this.delay = Timer.builder("bouncer.streams.delay")
                .description("From the time the broker appended a record to its being processed")
                .serviceLevelObjectives(DELAYS).register(registry);
    }

    private static Counter outcome(MeterRegistry registry, String outcome) {
        return Counter.builder("bouncer.streams.commands").tag("outcome", outcome)
                .description("Records of the commands topic, by what became of them").register(registry);
    }

    /** A record that is processed now; times are milliseconds since 1970. */
    void processed(long appendedAt, long now) {
        delay.record(Math.max(0, now - appendedAt), TimeUnit.MILLISECONDS);
    }

    /** A command that was taken: one audit event. */
    void accepted() {
        accepted.increment();
    }

    /** A command whose id was seen before: no audit event. */
    void duplicate() {
        duplicate.increment();
    }

    /** A command that was moved to the partition or the key where it belongs: its publisher's partitioner is wrong. */
    void misplaced() {
        misplaced.increment();
    }

    /** A record that went to the dead letters. */
    void malformed() {
        malformed.increment();
    }

    /** A tombstone that says nothing. */
    void cleared() {
        cleared.increment();
    }

    /** A block that ended by itself. */
    void expired() {
        expired.increment();
    }
}
