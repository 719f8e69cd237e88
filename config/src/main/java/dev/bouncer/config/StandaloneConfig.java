package dev.bouncer.config;

/**
 * {@code bouncer.standalone}.
 *
 * @param kafkaPort {@code kafka-port}: where the embedded broker listens on 127.0.0.1; 0: any free one
 */
public record StandaloneConfig(int kafkaPort) {
    /** @throws IllegalArgumentException if the value is out of its range */
    public StandaloneConfig {
        Ports.require("kafka-port", kafkaPort);
    }
}
