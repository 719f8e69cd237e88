package dev.bouncer.bench.expiry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the blocklist from its end on, and counts what is taken off it, as far as that is committed. */
final class Tombstones {
    private Tombstones() {}

    /**
     * Begins to count on a thread of its own.
     *
     * @param prefix of the users that count
     * @return completes, when so many have come, with when the first and the last came, by {@link System#nanoTime}
     */
    static CompletableFuture<List<Long>> await(String kafka, String prefix, int count, Duration patience) {
        CompletableFuture<List<Long>> counted = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("tombstones").start(() -> {
            try {
                counted.complete(count(kafka, prefix, count, patience));
            } catch (IOException | RuntimeException e) {
                counted.completeExceptionally(e);
            }
        });
        return counted;
    }

    private static List<Long> count(String kafka, String prefix, int count, Duration patience)
            throws IOException {
        String topic = new Topics("").blocklist();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false", "isolation.level", "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            long end = System.nanoTime() + patience.toNanos();
            long first = 0;
            int counted = 0;
            while (counted < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value() != null || !new String(record.key(), StandardCharsets.UTF_8).contains(prefix))
                        continue;
                    if (counted++ == 0) first = System.nanoTime();
                }
                if (System.nanoTime() > end)
                    throw new IOException("expected " + count + " blocks to be cleared away, counted " + counted);
            }
            return List.of(first, System.nanoTime());
        }
    }
}
