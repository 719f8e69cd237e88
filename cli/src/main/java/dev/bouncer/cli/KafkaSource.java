package dev.bouncer.cli;

import java.nio.file.Path;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.ConfigFile;
import dev.bouncer.config.KafkaConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka: the configuration, and what the command line puts above it. */
final class KafkaSource {
    @Option(names = "--config", paramLabel = "FILE", description = "bouncer.yml. Default: the environment alone.")
    private @Nullable Path config;
    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Brokers to ask first.")
    private @Nullable String kafka;
    @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before every topic's name.")
    private @Nullable String prefix;

    /**
     * What the configuration and the command line say.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    KafkaConfig settings(Terminal terminal) {
        KafkaConfig file = all(terminal).kafka();
        return new KafkaConfig(kafka == null ? file.bootstrapServers() : kafka,
                prefix == null ? file.topicPrefix() : prefix, file.partitions(), file.replicationFactor(),
                file.client());
    }

    /** The whole configuration, without what the command line says. */
    BouncerConfig all(Terminal terminal) {
        return ConfigFile.load(config, terminal.environment());
    }
}
