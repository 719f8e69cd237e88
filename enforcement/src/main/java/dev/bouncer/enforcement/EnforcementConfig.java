package dev.bouncer.enforcement;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

import dev.bouncer.contract.Topics;

/**
 * What enforcement needs to know.
 *
 * @param kafka         properties for every Kafka client, {@code bootstrap.servers} at least
 * @param topics        the topics' names
 * @param stateDir      where the store lives; one node's alone
 * @param id            names this node among the clients of the brokers; 1 to 64 of the characters A-Z a-z 0-9 . _ -
 * @param terminateSkew how far the clocks of this node and of the brokers may be apart; not negative
 * @param staleAfter    how long without Kafka until {@link Readiness#STALE}; more than nothing
 * @param gather        how long, after a few commands, the next ones may gather before they are read, all at once; zero
 *                      where sessions are to be closed: each is read as it comes
 */
public record EnforcementConfig(Map<String, Object> kafka, Topics topics, Path stateDir, String id,
        Duration terminateSkew, Duration staleAfter, Duration gather) {
    /** The id of whoever was given none. */
    public static final String UNNAMED = "embedded";
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /**
     * Copies the properties.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public EnforcementConfig {
        kafka = Map.copyOf(kafka);
        if (kafka.getOrDefault(BOOTSTRAP_SERVERS, "") instanceof String servers && servers.isBlank()) {
            throw new IllegalArgumentException(BOOTSTRAP_SERVERS + ": expected host:port, got nothing");
        }
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "id: expected 1 to 64 of the characters A-Z a-z 0-9 . _ -, got '" + id + "'");
        }
        if (terminateSkew.isNegative()) {
            throw new IllegalArgumentException("terminateSkew: expected no negative duration, got " + terminateSkew);
        }
        if (!staleAfter.isPositive()) {
            throw new IllegalArgumentException("staleAfter: expected more than nothing, got " + staleAfter);
        }
        if (gather.isNegative()) {
            throw new IllegalArgumentException("gather: expected no negative duration, got " + gather);
        }
    }

    /** A node that reads each command as it comes. */
    public EnforcementConfig(Map<String, Object> kafka, Topics topics, Path stateDir, String id,
            Duration terminateSkew, Duration staleAfter) {
        this(kafka, topics, stateDir, id, terminateSkew, staleAfter, Duration.ZERO);
    }

    /**
     * What most need: topics without a prefix, the id {@value #UNNAMED}, an allowance of 2 s for clocks, stale after 30 s.
     *
     * @param bootstrapServers brokers to ask first, {@code host:port} separated by commas
     */
    public static EnforcementConfig of(String bootstrapServers, Path stateDir) {
        return new EnforcementConfig(Map.of(BOOTSTRAP_SERVERS, bootstrapServers), new Topics(""), stateDir, UNNAMED,
                Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    /** With topics whose names begin so. */
    public EnforcementConfig withTopicPrefix(String prefix) {
        return new EnforcementConfig(kafka, new Topics(prefix), stateDir, id, terminateSkew, staleAfter, gather);
    }

    /** With one more property for every Kafka client, or another value of it: for instance how to log in. */
    public EnforcementConfig withKafka(String property, Object value) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(property, value);
        return new EnforcementConfig(properties, topics, stateDir, id, terminateSkew, staleAfter, gather);
    }

    /** With another id. */
    public EnforcementConfig withId(String other) {
        return new EnforcementConfig(kafka, topics, stateDir, other, terminateSkew, staleAfter, gather);
    }

    /** With another allowance for clocks. */
    public EnforcementConfig withTerminateSkew(Duration skew) {
        return new EnforcementConfig(kafka, topics, stateDir, id, skew, staleAfter, gather);
    }

    /** Stale after another while without Kafka. */
    public EnforcementConfig withStaleAfter(Duration silence) {
        return new EnforcementConfig(kafka, topics, stateDir, id, terminateSkew, silence, gather);
    }

    /** With another while in which commands may gather. */
    public EnforcementConfig withGather(Duration pause) {
        return new EnforcementConfig(kafka, topics, stateDir, id, terminateSkew, staleAfter, pause);
    }

    /** Of the clients' properties the names only: some are passwords. */
    @Override
    public String toString() {
        return "EnforcementConfig[kafka=" + new TreeSet<>(kafka.keySet()) + ", topics=" + topics + ", stateDir="
                + stateDir + ", id=" + id + ", terminateSkew=" + terminateSkew + ", staleAfter=" + staleAfter
                + ", gather=" + gather + ']';
    }
}
