package dev.bouncer.bench.floor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Reads a compacted topic from its beginning to its end into a map in memory, says how many keys that were, and holds them
 * until it is killed; arguments: bootstrap servers, topic.
 */
public final class BareReader {
    private BareReader() {}

    /** Reads, then waits for the end of its input. */
    public static void main(String[] arguments) throws Exception {
        Map<Bytes, byte[]> table = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", arguments[0], "enable.auto.commit", "false", "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() == null) {
                        table.remove(Bytes.wrap(record.key()));
                    } else {
                        table.put(Bytes.wrap(record.key()), record.value());
                    }
                }
            }
            System.out.println("read " + table.size());
            while (System.in.read() >= 0) {
                // Held, so that its memory can be measured.
            }
        }
    }
}
