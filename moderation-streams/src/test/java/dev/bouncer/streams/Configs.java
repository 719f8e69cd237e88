package dev.bouncer.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bouncer.config.ApiConfig;
import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.config.StandaloneConfig;
import dev.bouncer.config.StreamsConfig;

/** Configurations for tests. */
final class Configs {
    private Configs() {}

    static StreamsConfig streams(int port, int standbys, Duration commitInterval) {
        return new StreamsConfig("127.0.0.1", port, standbys, commitInterval, Duration.ofMinutes(1),
                Duration.ofHours(24));
    }

    static BouncerConfig of(Path dataDir, KafkaConfig kafka, StreamsConfig streams) {
        return new BouncerConfig(kafka, dataDir, new StandaloneConfig(0),
                new ApiConfig("127.0.0.1", 0, Duration.ofSeconds(5), 65_536, Duration.ofSeconds(30)), streams,
                new EdgeConfig("127.0.0.1", 0, "edge-1", List.of(), Duration.ofSeconds(2), Duration.ofSeconds(30),
                        Duration.ofSeconds(5), Duration.ofSeconds(30)),
                Map.of());
    }
}
