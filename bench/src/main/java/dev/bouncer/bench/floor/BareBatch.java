package dev.bouncer.bench.floor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what came onto one topic to another, as fast as it can, with the settings of the API's producer; arguments:
 * bootstrap servers, the topic to read, the topic to write. A line {@code take} is answered, when what came since the last
 * one has been read, with the number of records; a line {@code send} when these are acknowledged, with how many microseconds
 * that took.
 */
public final class BareBatch implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<TopicPartition> partitions;
    private final String to;
    private List<ProducerRecord<byte[], byte[]>> records = List.of();

    private BareBatch(String kafka, String from, String to) {
        this.to = to;
        this.consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "enable.idempotence", "true", "linger.ms", "0",
                        "max.in.flight.requests.per.connection", "5"),
                new ByteArraySerializer(), new ByteArraySerializer());
        this.partitions = consumer.partitionsFor(from).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        producer.partitionsFor(to);
    }

    /** Does as it is told until its input ends. */
    public static void main(String[] arguments) throws IOException {
        try (BareBatch batch = new BareBatch(arguments[0], arguments[1], arguments[2])) {
            System.out.println("connected");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(order.equals("take") ? batch.take() : batch.send());
            }
        }
    }

    private int take() {
        List<ProducerRecord<byte[], byte[]>> taken = new ArrayList<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                taken.add(new ProducerRecord<>(to, record.key(), record.value()));
            }
        }
        records = taken;
        return taken.size();
    }

    private long send() throws IOException {
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        for (ProducerRecord<byte[], byte[]> record : records) {
            Future<?> _ = producer.send(record, (_, failure) -> {
                if (failure != null) failures.add(failure);
            });
        }
        producer.flush();
        if (!failures.isEmpty()) throw new IOException("not sent", failures.peek());
        return (System.nanoTime() - start) / 1_000;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
