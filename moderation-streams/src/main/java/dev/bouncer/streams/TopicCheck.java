package dev.bouncer.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.KafkaRefusal;
import dev.bouncer.contract.TopicLayout;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topics before the first record is touched, and waits for Kafka to be there. Blocks.
 */
final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaConfig kafka;

    TopicCheck(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    /**
     * What the broker says.
     *
     * @param partitions         how many commands, blocklist and audit have
     * @param deadLetterMaxBytes the longest record batch that the dead letters take
     */
    record Topics(int partitions, int deadLetterMaxBytes) {}

    /**
     * Waits until Kafka answers.
     *
     * @param filled                 by a replay, and not whole before it ends
     * @throws IllegalStateException if a topic is missing, or their partitions differ, or they are not whole, or Kafka
     *                               refuses, for instance for want of rights
     * @throws InterruptException    if the thread is interrupted
     */
    Topics await(boolean filled) {
        try (Admin admin = Admin.create(properties())) {
            while (true) {
                try {
                    return look(admin, filled);
                } catch (RetriableException e) {
                    LOG.atWarn().addKeyValue("bootstrap-servers", kafka.bootstrapServers())
                            .addKeyValue("error", e.getMessage()).log("no answer from Kafka yet: trying again");
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw KafkaRefusal.of(kafka.bootstrapServers(), e);
        }
    }

    private Topics look(Admin admin, boolean filled) throws InterruptedException {
        TopicLayout layout = new TopicLayout(admin, kafka.topics());
        int partitions = layout.partitions();
        if (!filled) layout.requireWhole();
        return new Topics(partitions, deadLetterMaxBytes(admin, kafka.topics().deadLetters()));
    }

    // Without this topic, or with records longer than it takes, the first record that is no command stops its partition.
    private static int deadLetterMaxBytes(Admin admin, String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource));
            return Integer.parseInt(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "topic " + topic + " does not exist: create the topics with 'bouncer topics create'", e);
            }
            if (e.getCause() instanceof TopicAuthorizationException)
                throw KafkaRefusal.lacking(AclOperation.DESCRIBE_CONFIGS, topic);
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        // Kafka's own minute is a long time to say nothing.
        int attempt = Math.toIntExact(ATTEMPT.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, attempt);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, attempt);
        return properties;
    }
}
