package dev.bouncer.cli;

import dev.bouncer.config.KafkaConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Kafka, and what the topics in it are to be: the configuration, and what the command line puts above it. */
final class KafkaOptions {
    @Mixin
    private KafkaSource source = new KafkaSource();
    @Option(names = "--partitions", paramLabel = "N", description = "Of commands, blocklist and audit.")
    private @Nullable Integer partitions;
    @Option(names = "--replication-factor", paramLabel = "N", description = "Of all topics.")
    private @Nullable Short replicationFactor;

    /**
     * What the configuration and the command line say.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    KafkaConfig settings(Terminal terminal) {
        KafkaConfig file = source.settings(terminal);
        return new KafkaConfig(file.bootstrapServers(), file.topicPrefix(),
                partitions == null ? file.partitions() : partitions,
                replicationFactor == null ? file.replicationFactor() : replicationFactor, file.client());
    }
}
