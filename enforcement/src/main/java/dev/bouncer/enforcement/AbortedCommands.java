package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds out which commands were aborted, by reading the same stretch of the log again, committed records only. Used by one
 * thread.
 */
final class AbortedCommands implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;

    AbortedCommands(Map<String, Object> kafka, String topic) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.putAll(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest", "isolation.level",
                "read_committed", "allow.auto.create.topics", false));
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topic = topic;
    }

    /**
     * What was found out.
     *
     * @param aborted the offsets at which no committed record stands, ascending
     * @param below   up to where it was looked
     */
    record Found(List<Long> aborted, long below) {}

    /**
     * Which of these offsets no committed record stands at, as far as can be read until then.
     *
     * @param offsets  ascending, not empty, all below where the partition's transactions are decided
     * @param deadline by {@link System#nanoTime}
     */
    Found among(int partition, List<Long> offsets, long deadline) {
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, offsets.getFirst());
        Set<Long> missing = new HashSet<>(offsets);
        long end = offsets.getLast() + 1;
        long below = offsets.getFirst();
        while (below < end && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                missing.remove(record.offset());
            }
            below = consumer.position(from);
        }
        long looked = Math.min(below, end);
        return new Found(missing.stream().filter(offset -> offset < looked).sorted().toList(), looked);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
