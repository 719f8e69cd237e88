package dev.bouncer.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.config.TopicConfig;

/**
 * The names of the topics and of the one consumer group that others look at.
 *
 * @param prefix put before every name; may be empty
 */
public record Topics(String prefix) {
    /** How long a command stays readable for edges that start late, whatever came after it. */
    public static final Duration COMMANDS_COMPACTION_LAG = Duration.ofDays(7);
    /** How long a blocklist record stays readable; an edge out of touch for half of it starts anew. */
    public static final Duration BLOCKLIST_COMPACTION_LAG = Duration.ofHours(1);
    /** How long the blocklist tells whoever reads it from its beginning that a block has ended. */
    public static final Duration BLOCKLIST_TOMBSTONE_RETENTION = Duration.ofHours(24);

    /**
     * What the commands topic is while a replay fills it. Old times must not count meanwhile: neither as too far from now,
     * nor for compaction, which would take commands away before they are carried out. By the last nobody else ever has, it
     * shows that the topics are not whole yet.
     */
    public static final Map<String, String> WHILE_FILLED = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime",
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE),
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE));

    /** Largest record on the dead letters: a whole record of the commands topic, and why it is here. */
    private static final int DEAD_LETTER_BYTES = 2 * 1024 * 1024;

    /** Commands, keyed by {@link CommandKey}. */
    public String commands() {
        return prefix + "moderation.commands";
    }

    /** The blocklist, keyed by {@link SubjectKey}. */
    public String blocklist() {
        return prefix + "moderation.blocklist";
    }

    /** Audit records, keyed by {@link SubjectKey}. */
    public String audit() {
        return prefix + "moderation.audit";
    }

    /** What edges say of themselves, keyed by their ids. */
    public String edges() {
        return prefix + "moderation.edges";
    }

    /** What edges did about commands, keyed by their ids. */
    public String enforcements() {
        return prefix + "moderation.enforcements";
    }

    /** Records that are no commands, as they were received. */
    public String deadLetters() {
        return prefix + "moderation.dead-letters";
    }

    /** The application id of moderation-streams: its consumer group, whose committed offsets edges read. */
    public String streamsGroup() {
        return prefix + "moderation-streams";
    }

    /** The changelog of moderation-streams that holds, under {@link ChainHead#key()}, where each partition's chain ends. */
    public String chainHeads() {
        return streamsGroup() + "-" + ChainHead.STORE + "-changelog";
    }

    /**
     * What the topics must be.
     *
     * @param partitions        of commands, blocklist and audit, which must be equal
     * @param replicationFactor of all
     */
    public List<TopicSpec> specs(int partitions, short replicationFactor) {
        // Three copies and two in sync let one broker be away; with fewer copies every one of them counts.
        String inSync = replicationFactor >= 3 ? "2" : "1";
        return List.of(
                new TopicSpec(commands(), partitions, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis(COMMANDS_COMPACTION_LAG),
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(COMMANDS_COMPACTION_LAG),
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)),
                new TopicSpec(blocklist(), partitions, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis(BLOCKLIST_COMPACTION_LAG),
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(BLOCKLIST_TOMBSTONE_RETENTION),
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)),
                new TopicSpec(audit(), partitions, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)),
                // Edges speak every second: what they said before is thrown away soon, so that a start reads little.
                new TopicSpec(edges(), 1, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofMinutes(10)),
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofHours(1)),
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime",
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)),
                new TopicSpec(enforcements(), 1, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(7)),
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)),
                new TopicSpec(deadLetters(), 1, replicationFactor,
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG, millis(Duration.ofDays(30)),
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(DEAD_LETTER_BYTES),
                                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, inSync)));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
