package dev.bouncer.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * The whole of {@code bouncer.yml}; each process uses its part.
 *
 * @param kafka      {@code kafka}
 * @param dataDir    {@code data-dir}: state stores, standalone's broker log and keys
 * @param standalone {@code standalone}
 * @param api        {@code api}
 * @param streams    {@code streams}
 * @param edge       {@code edge}
 * @param internal   {@code internal}
 * @param console    {@code console}
 * @param tracing    {@code tracing}
 * @param apps       {@code apps}, by name
 */
public record BouncerConfig(KafkaConfig kafka, Path dataDir, StandaloneConfig standalone, ApiConfig api,
        StreamsConfig streams, EdgeConfig edge, InternalConfig internal, ConsoleConfig console,
        TracingConfig tracing, Map<String, AppConfig> apps) {
    /** Copies the apps. */
    public BouncerConfig {
        apps = Map.copyOf(apps);
    }

    /** Of processes that do not ask each other anything. */
    public BouncerConfig(KafkaConfig kafka, Path dataDir, StandaloneConfig standalone, ApiConfig api,
            StreamsConfig streams, EdgeConfig edge, Map<String, AppConfig> apps) {
        this(kafka, dataDir, standalone, api, streams, edge, InternalConfig.NONE, apps);
    }

    /** The same, of processes that do. */
    public BouncerConfig(KafkaConfig kafka, Path dataDir, StandaloneConfig standalone, ApiConfig api,
            StreamsConfig streams, EdgeConfig edge, InternalConfig internal, Map<String, AppConfig> apps) {
        this(kafka, dataDir, standalone, api, streams, edge, internal, ConsoleConfig.DEFAULT, TracingConfig.OFF, apps);
    }
}
