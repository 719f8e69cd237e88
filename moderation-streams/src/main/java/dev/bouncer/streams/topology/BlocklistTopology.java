package dev.bouncer.streams.topology;

import dev.bouncer.config.StreamsConfig;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * Commands in; blocklist, audit and dead letters out; and back to the commands those that stand in the wrong place.
 *
 * <pre>
 *                ┌────────────────────────────────────────┐
 *     commands ──┴▶ CommandProcessor ─┬▶ to-blocklist     │
 *                   blocklist         ├▶ to-audit         │
 *                   expiries          ├▶ to-dead-letters  │
 *                   seen, chain,      └▶ to-commands ─────┘
 *                   history
 * </pre>
 *
 * Pure and immutable: no client, no clock, no environment. Each partition of the commands is one task with state of its
 * own, so what it leads to goes to the same partition of blocklist and audit.
 */
public final class BlocklistTopology {
    static final String BLOCKLIST = "to-blocklist";
    static final String AUDIT = "to-audit";
    static final String DEAD_LETTERS = "to-dead-letters";
    static final String FORWARD = "to-commands";

    private static final String SOURCE = "commands";
    private static final String PROCESSOR = "command-processor";

    private final Topics topics;
    private final CommandProcessor.Settings settings;

    /**
     * For topics that are as given.
     *
     * @param partitions         how many commands, blocklist and audit have, as the broker says
     * @param deadLetterMaxBytes the longest record batch that the dead letters take; longer records are cut
     * @param config             of which {@code dedupWindow} and {@code expiryGrace} count
     * @param meters             counts what becomes of the commands
     */
    public BlocklistTopology(Topics topics, int partitions, int deadLetterMaxBytes, StreamsConfig config,
            MeterRegistry meters) {
        this.topics = topics;
        this.settings = new CommandProcessor.Settings(partitions, config, deadLetterMaxBytes,
                new CommandCounts(meters), new ChainLengths(meters));
    }

    /** The topology, made anew. */
    public Topology build() {
        Topology topology = new Topology();
        // A group without offsets, or whose offsets are gone, must not leave out a command.
        topology.addSource(AutoOffsetReset.earliest(), SOURCE, new LogTime(), new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.commands());
        topology.addProcessor(PROCESSOR, settings, SOURCE);
        addSink(topology, BLOCKLIST, topics.blocklist());
        addSink(topology, AUDIT, topics.audit());
        addSink(topology, DEAD_LETTERS, topics.deadLetters());
        addSink(topology, FORWARD, topics.commands());
        return topology;
    }

    private static void addSink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new ByteArraySerializer(), Placed.SERIALIZER, Placed.PARTITIONER, PROCESSOR);
    }
}
