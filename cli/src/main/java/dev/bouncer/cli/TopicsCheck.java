package dev.bouncer.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.config.KafkaConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bouncer topics check}. */
@Command(name = "check", description = "Say how the topics differ from what they should be. Exit status 1: they do.")
final class TopicsCheck implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();
    @Mixin
    private TopicOptions topics = new TopicOptions();
    @Option(names = "--json", description = "Print one JSON object: {\"differences\":[…]}.")
    private boolean json;

    TopicsCheck(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KafkaConfig settings = topics.over(kafka.over(kafka.file(terminal).kafka()));
        List<String> differences = TopicsOfKafka.with(settings,
                layout -> layout.differences(settings.partitions(), settings.replicationFactor()));
        if (json) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            differences.forEach(all.putArray("differences")::add);
            terminal.out().println(all);
        } else {
            differences.forEach(terminal.out()::println);
        }
        return (differences.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED).code();
    }
}
