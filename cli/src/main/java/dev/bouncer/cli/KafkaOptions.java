package dev.bouncer.cli;

import java.nio.file.Path;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.KafkaConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka: the configuration, and what the command line puts above it. */
final class KafkaOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;
    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Brokers to ask first.")
    private @Nullable String kafka;
    @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before every topic's name.")
    private @Nullable String prefix;

    /** The whole configuration, without what the command line says. */
    BouncerConfig file(Terminal terminal) {
        return ConfigFile.load(config, terminal.environment());
    }

    /**
     * What the command line says, and the rest of what is given.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    KafkaConfig over(KafkaConfig given) {
        return new KafkaConfig(kafka == null ? given.bootstrapServers() : kafka,
                prefix == null ? given.topicPrefix() : prefix, given.partitions(), given.replicationFactor(),
                given.client());
    }
}
