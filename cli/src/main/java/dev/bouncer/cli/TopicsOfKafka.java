package dev.bouncer.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.TopicLayout;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks Kafka about the topics. Apart from the commands, so that those that do not need Kafka's classes do not load them. */
final class TopicsOfKafka {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private TopicsOfKafka() {}

    /**
     * Does something with the topics.
     *
     * @throws CommandFailed if Kafka refuses or does not answer
     */
    static <T> T with(KafkaConfig settings, Function<TopicLayout, T> work) {
        Map<String, Object> properties = new HashMap<>(settings.clientProperties());
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 3);
        try (Admin admin = Admin.create(properties)) {
            return work.apply(new TopicLayout(admin, settings.topics()));
        } catch (KafkaException e) {
            throw AskedOfKafka.failed(settings, e);
        }
    }
}
