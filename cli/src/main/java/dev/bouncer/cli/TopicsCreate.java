package dev.bouncer.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.TopicSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer topics create}. */
@Command(name = "create", description = "Create the topics that are missing; those that exist stay as they are.")
final class TopicsCreate implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();
    @Mixin
    private TopicOptions topics = new TopicOptions();
    @Option(names = "--json", description = "Print one JSON object a topic: {\"topic\":\"…\",\"created\":true}.")
    private boolean json;

    TopicsCreate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaConfig settings = topics.over(kafka.over(kafka.file(terminal).kafka()));
        List<String> created = TopicsOfKafka.with(settings,
                layout -> layout.create(settings.partitions(), settings.replicationFactor()));
        for (TopicSpec topic : settings.topics().specs(settings.partitions(), settings.replicationFactor())) {
            boolean isNew = created.contains(topic.name());
            terminal.out().println(json
                    ? JsonNodeFactory.instance.objectNode().put("topic", topic.name()).put("created", isNew).toString()
                    : (isNew ? "created " : "exists  ") + topic.name());
        }
        return 0;
    }
}
