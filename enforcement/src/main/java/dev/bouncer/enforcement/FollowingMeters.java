package dev.bouncer.enforcement;

import java.time.Instant;
import java.time.InstantSource;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * How this node follows the log, for {@code /metrics}: as it was found a second ago, so that whoever reads the metrics asks
 * neither Kafka nor a store that is being closed. Told by the thread that follows; read by any. The registry, which may be
 * an application's own, holds it only weakly.
 */
final class FollowingMeters {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private volatile double blocklistSize = Double.NaN;
    private volatile @Nullable Instant readAsOf;
    private @Nullable ReaderLag lag;

    FollowingMeters(MeterRegistry meters, BlocklistView view, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        Gauge.builder("bouncer.overlay.size", view, v -> v.overlay().size())
                .description("Commands about the blocklist that the blocklist does not show yet").register(meters);
        Gauge.builder("bouncer.overlay.age.seconds", view, v -> ago(v.overlay().oldest(), 0)).baseUnit("seconds")
                .description("How long ago this node read the oldest of them").register(meters);
        Gauge.builder("bouncer.blocklist.size", this, m -> m.blocklistSize)
                .description("About how many rows the blocklist has on this node").register(meters);
        Gauge.builder("bouncer.staleness.seconds", this, m -> ago(m.readAsOf, Double.NaN))
                .baseUnit("seconds").description("How long ago this node last knew every command on the log")
                .register(meters);
    }

    private double ago(@Nullable Instant time, double never) {
        return time == null ? never : Math.max(0, clock.millis() - time.toEpochMilli()) / 1_000.0;
    }

    /** Where the tail's lag is to be told, made when it is known how many partitions there are. */
    ReaderLag lag(int partitions) {
        ReaderLag known = lag;
        if (known != null) return known;
        ReaderLag made = new ReaderLag(partitions, clock);
        for (int partition = 0; partition < partitions; partition++) {
            int number = partition;
            Gauge.builder("bouncer.tail.lag.records", made, l -> l.records(number))
                    .tag("partition", Integer.toString(number))
                    .description("Records of the commands topic that this node has not read yet").register(meters);
            Gauge.builder("bouncer.tail.lag.seconds", made, l -> l.seconds(number))
                    .tag("partition", Integer.toString(number)).baseUnit("seconds")
                    .description("For how long there have been such records").register(meters);
        }
        lag = made;
        return made;
    }

    /** Every command that was on the log then has been read. */
    void readAsOf(Instant time) {
        readAsOf = time;
    }

    /** The store has about so many rows. */
    void blocklistSize(long rows) {
        blocklistSize = rows;
    }
}
