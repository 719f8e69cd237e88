package dev.bouncer.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics, says what differs, and counts partitions as the broker has them. Blocks while it asks. */
public final class TopicLayout {
    /** How long a broker may take to hear of a topic that another one has just made. */
    private static final Duration HEARSAY = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;
    private final Topics topics;

    /** Uses the admin client, which stays the caller's to close. */
    public TopicLayout(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /**
     * Creates those topics that are missing, and returns when they can be written to; changes none that exist.
     *
     * @return the names of the topics that were created
     * @throws KafkaException if the broker refuses or does not answer
     */
    public List<String> create(int partitions, short replicationFactor) {
        List<String> created = new ArrayList<>();
        List<NewTopic> missing = topics.specs(partitions, replicationFactor).stream()
                .map(spec -> new NewTopic(spec.name(), spec.partitions(), spec.replicationFactor())
                        .configs(spec.config()))
                .toList();
        admin.createTopics(missing).values().forEach((name, future) -> {
            try {
                get(future);
                created.add(name);
            } catch (TopicExistsException e) {
                // what was asked for
            }
        });
        awaitLeaders(missing);
        return List.copyOf(created);
    }

    // A producer's first batches to a partition whose leader is only just taking over can be taken in the wrong order, and
    // the first of them refused for good. Only a leader answers this question.
    private void awaitLeaders(List<NewTopic> asked) {
        List<String> names = asked.stream().map(NewTopic::name).toList();
        for (long since = System.nanoTime();;) {
            try {
                Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
                // Asked, not remembered: one that was there before may have another number of partitions.
                get(admin.describeTopics(names).allTopicNames()).forEach((name, topic) -> topic.partitions()
                        .forEach(p -> latest.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
                get(admin.listOffsets(latest).all());
                return;
            } catch (UnknownTopicOrPartitionException e) {
                if (System.nanoTime() - since > HEARSAY.toNanos()) throw e;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Compares the topics with what they must be.
     *
     * @return a line for each difference; none if all is well
     * @throws KafkaException if the broker does not answer
     */
    public List<String> differences(int partitions, short replicationFactor) {
        List<String> differences = new ArrayList<>();
        for (TopicSpec spec : topics.specs(partitions, replicationFactor)) {
            TopicDescription found = describe(spec.name());
            if (found == null) {
                differences.add(spec.name() + ": expected a topic, found none");
                continue;
            }
            compare(differences, spec.name(), "partitions", spec.partitions(), found.partitions().size());
            compare(differences, spec.name(), "replication factor", (int) spec.replicationFactor(),
                    found.partitions().getFirst().replicas().size());
            Config config = config(spec.name());
            new TreeMap<>(spec.config()).forEach((key, expected) -> compare(differences, spec.name(), key, expected,
                    config.get(key) == null ? "nothing" : config.get(key).value()));
        }
        return List.copyOf(differences);
    }

    private static void compare(List<String> differences, String topic, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            differences.add(topic + ": " + what + ": expected " + expected + ", found " + found);
        }
    }

    /**
     * How many partitions commands, blocklist and audit have, as the broker says.
     *
     * @throws IllegalStateException if one is missing or they differ: then no process may start
     * @throws KafkaException        if the broker does not answer
     */
    public int partitions() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String topic : List.of(topics.commands(), topics.blocklist(), topics.audit())) {
            TopicDescription description = describe(topic);
            if (description == null) {
                throw new IllegalStateException(
                        "topic " + topic + " does not exist: create the topics with 'bouncer topics create'");
            }
            counts.put(topic, description.partitions().size());
        }
        if (Set.copyOf(counts.values()).size() > 1) {
            throw new IllegalStateException(
                    "expected the same number of partitions, found " + counts.entrySet().stream()
                            .map(e -> e.getKey() + " with " + e.getValue()).collect(Collectors.joining(", ")));
        }
        return counts.values().iterator().next();
    }

    /**
     * Whether a replay is filling the topics, or was broken off before they were whole.
     *
     * @throws KafkaException if the broker does not answer
     */
    public boolean beingFilled() {
        String mark = TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG;
        var entry = config(topics.commands()).get(mark);
        return entry != null && entry.value().equals(Topics.WHILE_FILLED.get(mark));
    }

    /**
     * Sees to it that the topics hold all that they should.
     *
     * @throws IllegalStateException if a replay has not come to its end: then no process may start
     * @throws KafkaException        if the broker does not answer
     */
    public void requireWhole() {
        if (!beingFilled()) return;
        throw new IllegalStateException("the topics of " + topics.commands()
                + " are not whole: 'bouncer replay' is filling them, or was broken off; then delete them and run it again");
    }

    /**
     * How long the blocklist keeps records from compaction, as the broker says.
     *
     * @throws KafkaException if the broker does not answer
     */
    public Duration blocklistCompactionLag() {
        var entry = config(topics.blocklist()).get(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);
        return Duration.ofMillis(entry == null ? 0 : Long.parseLong(entry.value()));
    }

    private @Nullable TopicDescription describe(String topic) {
        try {
            return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        } catch (UnknownTopicOrPartitionException e) {
            return null;
        } catch (TopicAuthorizationException e) {
            throw KafkaRefusal.lacking(AclOperation.DESCRIBE, topic);
        }
    }

    private Config config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return Objects.requireNonNull(get(admin.describeConfigs(List.of(resource)).all()).get(resource));
        } catch (TopicAuthorizationException e) {
            throw KafkaRefusal.lacking(AclOperation.DESCRIBE_CONFIGS, topic);
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) throw cause;
            throw new KafkaException(e.getCause());
        }
    }
}
