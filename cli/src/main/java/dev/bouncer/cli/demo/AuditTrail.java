package dev.bouncer.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.bouncer.cli.audit.EventText;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the audit log says of the story. */
public final class AuditTrail {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private AuditTrail() {}

    /**
     * Prints the audit events in the order of their times.
     *
     * @param kafka    the broker, {@code host:port}
     * @param expected how many there must be
     * @throws StoryFailed if there are fewer after a while
     */
    public static void print(String kafka, Topics topics, int expected, PrintStream out) {
        List<AuditEvent> events = read(kafka, topics.audit(), expected);
        if (events.size() < expected) {
            throw new StoryFailed(expected + " audit events are on the log; there are " + events.size());
        }
        events.sort(Comparator.comparing(AuditEvent::at));
        for (AuditEvent event : events) {
            out.println("    " + EventText.line(event));
        }
    }

    private static List<AuditEvent> read(String kafka, String topic, int expected) {
        List<AuditEvent> events = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            while (events.size() < expected && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    events.add(AuditRecord.decode(record.value()).event());
                }
            }
        }
        return events;
    }
}
