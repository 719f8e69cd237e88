package dev.bouncer.enforcement;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long it takes until a command's sessions have been told to close. Thread-safe. */
final class KickTimers {
    // Few, since each is a series of every node, and finest where the targets are.
    private static final Duration[] BUCKETS = {Duration.ofNanos(50_000), Duration.ofNanos(100_000),
            Duration.ofNanos(250_000), Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofNanos(2_500_000),
            Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
            Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)};

    private final Timer sinceAppended;
    private final Timer sinceReceived;

    KickTimers(MeterRegistry meters) {
        this.sinceAppended = Timer.builder("bouncer.enforcement.latency")
                .description("From the time the broker appended a command to its sessions being told to close")
                .serviceLevelObjectives(BUCKETS).register(meters);
        this.sinceReceived = Timer.builder("bouncer.enforcement.edge.latency")
                .description("From the time this node had received a command to its sessions being told to close")
                .serviceLevelObjectives(BUCKETS).register(meters);
    }

    /**
     * Counts one command.
     *
     * @param appended how long ago the broker appended it, by two clocks: less than nothing counts as nothing
     * @param received how long ago this node had it
     */
    void record(Duration appended, Duration received) {
        sinceAppended.record(appended.isNegative() ? Duration.ZERO : appended);
        sinceReceived.record(received);
    }
}
