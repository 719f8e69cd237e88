package dev.bouncer.cli.audit;

import java.util.Map;
import java.util.TreeMap;

import dev.bouncer.cli.progress.Progress;
import dev.bouncer.config.KafkaConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The last record of each partition of a topic, found without reading the topic. One thread. */
final class LastRecords implements AutoCloseable {
    /** How far it looks back at first, and how much farther each time: between records stand the marks of transactions. */
    private static final long STEP = 8;

    private final TopicReader topic;

    private LastRecords(TopicReader topic) {
        this.topic = topic;
    }

    /** @see TopicReader#open */
    static LastRecords open(KafkaConfig kafka, String topic) {
        return new LastRecords(TopicReader.open(kafka, topic));
    }

    /** As of now; partitions without records have none. */
    Map<Integer, ConsumerRecord<byte[], byte[]>> read() {
        Map<Integer, ConsumerRecord<byte[], byte[]>> last = new TreeMap<>();
        Map<TopicPartition, Long> ends = topic.ends();
        topic.beginnings().forEach((partition, beginning) -> {
            long end = ends.getOrDefault(partition, 0L);
            long looked = end;
            // In a compacted topic are gaps, too: further and further back.
            for (long back = STEP; !last.containsKey(partition.partition()) && beginning < looked; back *= STEP) {
                looked = Math.max(beginning, end - back);
                topic.seek(ends);
                topic.seek(Map.of(partition, looked));
                topic.readTo(Map.of(partition, end), Progress.unseen(), records -> records.records(partition)
                        .forEach(record -> last.put(record.partition(), record)));
            }
        });
        return last;
    }

    @Override
    public void close() {
        topic.close();
    }
}
