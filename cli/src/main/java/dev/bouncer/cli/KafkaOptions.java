package dev.bouncer.cli;

import java.nio.file.Path;

import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.KafkaConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka, and what the topics in it are to be: the configuration, and what the command line puts above it. */
final class KafkaOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;
    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Brokers to ask first.")
    private @Nullable String kafka;
    @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before every topic's name.")
    private @Nullable String prefix;
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
        KafkaConfig file = ConfigFile.load(config, terminal.environment()).kafka();
        return new KafkaConfig(kafka == null ? file.bootstrapServers() : kafka,
                prefix == null ? file.topicPrefix() : prefix, partitions == null ? file.partitions() : partitions,
                replicationFactor == null ? file.replicationFactor() : replicationFactor, file.client());
    }
}
