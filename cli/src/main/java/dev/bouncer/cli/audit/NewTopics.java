package dev.bouncer.cli.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.TopicSpec;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** The topics of a prefix that a replay fills. One thread. */
final class NewTopics implements AutoCloseable {
    private final KafkaConfig kafka;
    private final Admin admin;
    private final TopicLayout layout;

    NewTopics(KafkaConfig kafka) {
        this.kafka = kafka;
        this.admin = Admin.create(TopicReader.properties(kafka));
        this.layout = new TopicLayout(admin, kafka.topics());
    }

    /**
     * Sees to it that nothing of them is there.
     *
     * @throws CommandFailed if there are some already, or somebody uses the prefix
     */
    void requireNone() {
        TreeSet<String> present = new TreeSet<>(TopicReader.get(admin.listTopics().names()));
        present.removeIf(name -> !name.startsWith(kafka.topicPrefix() + "moderation"));
        if (!present.isEmpty()) throw refused(present);
        forgetOffsets();
    }

    /** Makes them, ready to be filled; from the first moment on they can be told from whole ones. */
    void create() {
        TopicSpec commands = commands();
        Map<String, String> config = new HashMap<>(commands.config());
        config.putAll(Topics.WHILE_FILLED);
        // Before the others: without commands nobody starts, and with these nobody does either.
        TopicReader.get(admin.createTopics(List.of(
                new NewTopic(commands.name(), commands.partitions(), commands.replicationFactor()).configs(config)))
                .all());
        layout.create(kafka.partitions(), kafka.replicationFactor());
    }

    private CommandFailed refused(Set<String> present) {
        boolean brokenOff = present.contains(kafka.topics().commands()) && layout.beingFilled();
        return new CommandFailed(ExitStatus.USAGE, "--into " + kafka.topicPrefix()
                + ": expected a prefix without topics, found " + (brokenOff
                        ? "those of a replay that still runs, or was broken off: in that case " + deleteThem()
                        : String.join(", ", present)));
    }

    /** What to do with topics that do not become whole. */
    String deleteThem() {
        return "delete them and run it again. This lists them: kafka-topics.sh --bootstrap-server "
                + kafka.bootstrapServers() + " --list --topic '" + kafka.topicPrefix() + "moderation.*'";
    }

    // Of topics that were deleted; moderation-streams would begin there.
    private void forgetOffsets() {
        try {
            TopicReader.get(admin.deleteConsumerGroups(List.of(kafka.topics().streamsGroup())).all());
        } catch (GroupIdNotFoundException e) {
            // as it should be
        } catch (GroupNotEmptyException e) {
            throw new CommandFailed(ExitStatus.USAGE, "--into " + kafka.topicPrefix()
                    + ": expected a prefix that nobody uses, found moderation-streams running with it, or ended less than a minute ago",
                    e);
        }
    }

    /** Makes them what they are to be from now on: whole. In one step. */
    void complete() {
        TopicSpec commands = commands();
        List<AlterConfigOp> operations = new ArrayList<>();
        Topics.WHILE_FILLED.keySet()
                .forEach(key -> operations.add(commands.config().containsKey(key)
                        ? new AlterConfigOp(new ConfigEntry(key, commands.config().get(key)), AlterConfigOp.OpType.SET)
                        : new AlterConfigOp(new ConfigEntry(key, ""), AlterConfigOp.OpType.DELETE)));
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, commands.name());
        TopicReader.get(admin.incrementalAlterConfigs(Map.of(topic, operations)).all());
    }

    private TopicSpec commands() {
        return kafka.topics().specs(kafka.partitions(), kafka.replicationFactor()).stream()
                .filter(spec -> spec.name().equals(kafka.topics().commands())).findFirst().orElseThrow();
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
