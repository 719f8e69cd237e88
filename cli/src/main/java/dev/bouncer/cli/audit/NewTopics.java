package dev.bouncer.cli.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** The topics of a prefix that a replay fills. One thread. */
final class NewTopics implements AutoCloseable {
    // While old times are written, they must not count: neither as too far from now, nor for compaction, which would take
    // commands away before they are carried out.
    private static final Map<String, String> WHILE_FILLED = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime", TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE),
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));

    private final KafkaConfig kafka;
    private final Admin admin;

    NewTopics(KafkaConfig kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(TopicReader.properties(kafka));
    }

    /**
     * Makes them, ready to be filled.
     *
     * @throws CommandFailed if there are some already
     */
    void create() {
        TreeSet<String> present = new TreeSet<>(TopicReader.get(admin.listTopics().names()));
        present.removeIf(name -> !name.startsWith(kafka.topicPrefix() + "moderation"));
        if (!present.isEmpty()) {
            throw new CommandFailed(ExitStatus.USAGE, "--into " + kafka.topicPrefix()
                    + ": expected a prefix without topics, found " + String.join(", ", present));
        }
        forgetOffsets();
        new TopicLayout(admin, kafka.topics()).create(kafka.partitions(), kafka.replicationFactor());
        alter(WHILE_FILLED, AlterConfigOp.OpType.SET);
    }

    // Of topics that were deleted; moderation-streams would begin there.
    private void forgetOffsets() {
        try {
            TopicReader.get(admin.deleteConsumerGroups(List.of(kafka.topics().streamsGroup())).all());
        } catch (GroupIdNotFoundException e) {
            // as it should be
        } catch (GroupNotEmptyException e) {
            throw new CommandFailed(ExitStatus.USAGE, "--into " + kafka.topicPrefix()
                    + ": expected a prefix that nobody uses, found moderation-streams running with it", e);
        }
    }

    /** Makes them what they are to be from now on. */
    void complete() {
        alter(Map.of(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, ""), AlterConfigOp.OpType.DELETE);
        TopicSpec commands = kafka.topics().specs(kafka.partitions(), kafka.replicationFactor()).stream()
                .filter(spec -> spec.name().equals(kafka.topics().commands())).findFirst().orElseThrow();
        alter(commands.config(), AlterConfigOp.OpType.SET);
    }

    private void alter(Map<String, String> settings, AlterConfigOp.OpType how) {
        List<AlterConfigOp> operations = new ArrayList<>();
        settings.forEach((key, value) -> operations.add(new AlterConfigOp(new ConfigEntry(key, value), how)));
        ConfigResource commands = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topics().commands());
        TopicReader.get(admin.incrementalAlterConfigs(Map.of(commands, operations)).all());
    }

    /** How many commands moderation-streams has not committed yet. */
    long left() {
        var committed = TopicReader.get(admin.listConsumerGroupOffsets(kafka.topics().streamsGroup())
                .partitionsToOffsetAndMetadata());
        long left = 0;
        for (int partition = 0; partition < kafka.partitions(); partition++) {
            TopicPartition commands = new TopicPartition(kafka.topics().commands(), partition);
            long end = TopicReader
                    .get(admin.listOffsets(Map.of(commands, OffsetSpec.latest())).partitionResult(commands))
                    .offset();
            var reached = committed.get(commands);
            left += end - (reached == null ? 0 : reached.offset());
        }
        return left;
    }

    @Override
    public void close() {
        admin.close();
    }
}
