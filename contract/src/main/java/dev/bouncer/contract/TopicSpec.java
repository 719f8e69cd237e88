package dev.bouncer.contract;

import java.util.Map;

/**
 * What a topic must be.
 *
 * @param name              with the prefix
 * @param partitions        how many
 * @param replicationFactor how many copies
 * @param config            the settings that matter to Bouncer; the others are the operator's
 */
public record TopicSpec(String name, int partitions, short replicationFactor, Map<String, String> config) {
    /** Copies the settings. */
    public TopicSpec {
        config = Map.copyOf(config);
    }
}
