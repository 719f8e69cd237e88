package dev.bouncer.enforcement;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.bouncer.contract.Topics;

/**
 * What enforcement needs to know.
 *
 * @param kafka         properties for every Kafka client, {@code bootstrap.servers} at least
 * @param topics        the topics' names
 * @param stateDir      where the store lives; one node's alone
 * @param id            names this node among the clients of the brokers; 1 to 64 of the characters A-Z a-z 0-9 . _ -
 * @param terminateSkew how far the clocks of this node and of the brokers may be apart
 * @param staleAfter    how long without Kafka until {@link Readiness#STALE}
 */
public record EnforcementConfig(Map<String, Object> kafka, Topics topics, Path stateDir, String id,
        Duration terminateSkew, Duration staleAfter) {
    /** Copies the properties. */
    public EnforcementConfig {
        kafka = Map.copyOf(kafka);
    }
}
