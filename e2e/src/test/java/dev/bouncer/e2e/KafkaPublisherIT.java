package dev.bouncer.e2e;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.bouncer.api.publish.CommandPublisher;
import dev.bouncer.api.publish.CommandPublisherKit;
import dev.bouncer.api.publish.KafkaCommandPublisher;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The publisher on a real broker does what its fake does. */
@ExtendWith(SharedBroker.class)
class KafkaPublisherIT extends CommandPublisherKit {
    private static final int PARTITIONS = 3;

    private final CommandLog log = new CommandLog(SharedBroker.bootstrapServers(), SharedBroker.freshPrefix(),
            PARTITIONS);
    private final KafkaCommandPublisher publisher = KafkaCommandPublisher.to(
            new KafkaConfig(SharedBroker.bootstrapServers(), log.topics().prefix(), PARTITIONS, (short) 1, Map.of()),
            Duration.ofSeconds(10), InstantSource.system());

    @AfterEach
    void stop() {
        publisher.close();
        log.close();
    }

    @Override
    protected CommandPublisher publisher() {
        return publisher;
    }

    @Override
    protected int partitions() {
        return PARTITIONS;
    }

    @Override
    protected List<Command> log() {
        return log.readAll(log.topics().commands()).stream()
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .map(record -> CommandJson.decode(Objects.requireNonNull(record.value()), Instant.EPOCH)).toList();
    }
}
