package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds out which commands were aborted, by reading the same stretch of the log again, committed records only. Used by one
 * thread.
 */
final class AbortedCommands implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
     * Which of these offsets no committed record stands at.
     *
     * @param offsets ascending, not empty, all below {@code decided}
     * @param decided up to where the partition's transactions are decided
     * @throws TimeoutException if Kafka does not answer
     */
    List<Long> among(int partition, List<Long> offsets, long decided) {
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, offsets.getFirst());
        Set<Long> missing = new HashSet<>(offsets);
        long last = offsets.getLast();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(from) <= last && consumer.position(from) < decided) {
            if (System.nanoTime() > deadline) throw new TimeoutException("reading commands again takes too long");
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                missing.remove(record.offset());
            }
        }
        List<Long> aborted = new ArrayList<>(missing);
        aborted.sort(null);
        return aborted;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
