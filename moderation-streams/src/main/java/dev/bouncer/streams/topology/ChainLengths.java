package dev.bouncer.streams.topology;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How long the audit chains of this instance's partitions are, for {@code /metrics}. Thread-safe. */
final class ChainLengths {
    private final MeterRegistry meters;

    ChainLengths(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The partition's task is here now. */
    Gauge tell(int partition, AuditChain chain) {
        return Gauge.builder("bouncer.audit.chain.length", chain, AuditChain::length)
                .tag("partition", Integer.toString(partition)).strongReference(true)
                .description("Events of the audit log, of the partitions that this instance writes").register(meters);
    }

    /** The partition's task has gone, perhaps to another instance. */
    void forget(Gauge told) {
        meters.remove(told);
    }
}
