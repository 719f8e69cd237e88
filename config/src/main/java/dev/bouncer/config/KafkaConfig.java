package dev.bouncer.config;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import dev.bouncer.contract.Topics;

/**
 * {@code bouncer.kafka}.
 *
 * @param bootstrapServers  {@code bootstrap-servers}: brokers to ask first, {@code host:port} separated by commas
 * @param topicPrefix       {@code topic-prefix}: put before every topic's and group's name
 * @param partitions        {@code partitions}: of commands, blocklist and audit when they are created; at least 1
 * @param replicationFactor {@code replication-factor}: of topics when they are created; at least 1
 * @param client            {@code client.*}: any property of Kafka's clients, given to every one of them
 */
public record KafkaConfig(String bootstrapServers, String topicPrefix, int partitions, short replicationFactor,
        Map<String, String> client) {
    // A client has some hundred metrics, and to tell JMX and the brokers of each of them is a good part of what its start
    // costs. Those that matter are read from the client itself.
    private static final Map<String, Object> TELL_NOBODY = Map.of("metric.reporters", "", "enable.metrics.push", false);

    /** @throws IllegalArgumentException if a value is out of its range */
    public KafkaConfig {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap-servers: expected host:port, got nothing");
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "topic-prefix: expected at most 100 of the characters A-Z a-z 0-9 . _ -, got '" + topicPrefix
                            + "'");
        }
        if (partitions < 1) throw new IllegalArgumentException("partitions: expected at least 1, got " + partitions);
        if (replicationFactor < 1) {
            throw new IllegalArgumentException("replication-factor: expected at least 1, got " + replicationFactor);
        }
        client = Map.copyOf(client);
    }

    /** Of the clients' properties the names only: some are passwords. */
    @Override
    public String toString() {
        return "KafkaConfig[bootstrapServers=" + bootstrapServers + ", topicPrefix=" + topicPrefix + ", partitions="
                + partitions + ", replicationFactor=" + replicationFactor + ", client=" + new TreeSet<>(client.keySet())
                + ']';
    }

    /** The topics' names. */
    public Topics topics() {
        return new Topics(topicPrefix);
    }

    /** What every Kafka client is made with, to be completed by its owner: the operator's properties and the brokers. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(TELL_NOBODY);
        properties.putAll(client);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }
}
