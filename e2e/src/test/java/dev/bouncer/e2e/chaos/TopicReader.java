package dev.bouncer.e2e.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, committed records only, each once. Used by one thread. */
final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    TopicReader(String bootstrapServers, String topic, int partitions) {
        this.partitions = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "auto.offset.reset",
                        "earliest", "request.timeout.ms", 5_000, "default.api.timeout.ms", 20_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    /** Hands over what was not read before, up to what is committed now. */
    void readOn(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            consumer.poll(Duration.ofMillis(200)).forEach(sink);
        }
    }

    /** Where it stands, for reports. */
    String describe() {
        return consumer.endOffsets(partitions) + " are committed";
    }

    @Override
    public void close() {
        consumer.close();
    }
}
