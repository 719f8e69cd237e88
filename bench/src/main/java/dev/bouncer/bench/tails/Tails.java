package dev.bouncer.bench.tails;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * As many tails of a topic as there are edges, with the settings that edges have, in one process and without anything
 * behind; arguments: bootstrap servers, topic, how many. A line {@code COUNT} is answered, when each tail has had that many
 * records more, with p50, p99 and the longest that they took, in microseconds.
 */
public final class Tails {
    private static final long HIGHEST = 60_000_000_000L;
    private static final long PATIENCE = 60_000_000_000L;
    private static final Duration POLL = Duration.ofSeconds(1);

    private final String kafka;
    private final String topic;
    private final int tails;
    private final CountDownLatch ready;
    private final AtomicLong received = new AtomicLong();
    private final Histogram took = new ConcurrentHistogram(HIGHEST, 3);

    private Tails(String kafka, String topic, int tails) {
        this.kafka = kafka;
        this.topic = topic;
        this.tails = tails;
        this.ready = new CountDownLatch(tails);
    }

    /** Tails until its input ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Tails(arguments[0], arguments[1], Integer.parseInt(arguments[2])).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        for (int i = 0; i < tails; i++) {
            Thread.ofPlatform().name("tail-" + i).daemon().start(this::tail);
        }
        ready.await();
        System.out.println("tailing");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long expected = 0;
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            expected += (long) tails * Integer.parseInt(order);
            long end = System.nanoTime() + PATIENCE;
            while (received.get() < expected) {
                if (System.nanoTime() > end)
                    throw new IOException("expected " + expected + " records, got " + received.get());
                Thread.sleep(10);
            }
            System.out.printf(Locale.ROOT, "%.1f %.1f %.1f%n", took.getValueAtPercentile(50) / 1e3,
                    took.getValueAtPercentile(99) / 1e3, took.getMaxValue() / 1e3);
            took.reset();
        }
    }

    private void tail() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false", "metadata.max.age.ms", "1000",
                        "request.timeout.ms", "3000", "fetch.max.bytes", Integer.toString(1024 * 1024)),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            ready.countDown();
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    took.recordValue(
                            Math.clamp(System.nanoTime() - ByteBuffer.wrap(record.value()).getLong(), 0, HIGHEST));
                    received.incrementAndGet();
                }
            }
        }
    }
}
