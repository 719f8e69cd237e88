package dev.bouncer.bench.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tails a topic; arguments: bootstrap servers, topic. A line {@code COUNT} is answered, when that many records have come,
 * with p50, p99 and the longest that they took, in microseconds.
 */
public final class BareConsumer {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 60_000_000_000L;

    private BareConsumer() {}

    /** Tails until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", arguments[0], "enable.auto.commit", "false"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
                    .map((PartitionInfo info) -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            System.out.println("tailing");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                Histogram took = took(consumer, Integer.parseInt(order));
                System.out.printf(Locale.ROOT, "%.1f %.1f %.1f%n", took.getValueAtPercentile(50) / 1e3,
                        took.getValueAtPercentile(99) / 1e3, took.getMaxValue() / 1e3);
            }
        }
    }

    private static Histogram took(KafkaConsumer<byte[], byte[]> consumer, int count) throws IOException {
        Histogram took = new Histogram(HIGHEST, 3);
        long end = System.nanoTime() + PATIENCE;
        while (took.getTotalCount() < count) {
            for (ConsumerRecord<byte[], byte[]> received : consumer.poll(Duration.ofMillis(200))) {
                // The clock is the machine's, the same in every process.
                took.recordValue(
                        Math.clamp(System.nanoTime() - ByteBuffer.wrap(received.value()).getLong(), 0, HIGHEST));
            }
            if (System.nanoTime() > end)
                throw new IOException("expected " + count + " records, got " + took.getTotalCount());
        }
        return took;
    }
}
