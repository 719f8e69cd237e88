package dev.bouncer.bench.fleet;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Blocks in great number, written to the commands topic as an abuse job would: in batches, acks=all. */
public final class Blocks {
    private static final Topics TOPICS = new Topics("");
    private static final Map<String, Object> IN_BATCHES = Map.of("acks", "all", "linger.ms", 20, "batch.size",
            256 * 1024, "compression.type", "lz4");
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Blocks() {}

    /**
     * Blocks the users {@code PREFIX-0} to {@code PREFIX-(count-1)} of {@link Fleet#APP}; returns when all are on the log.
     *
     * @param kafka     bootstrap servers
     * @param expiresAt when all of them end
     */
    public static void write(String kafka, String prefix, int count, Instant expiresAt) throws IOException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(with(kafka, IN_BATCHES),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count && failure.get() == null; i++) {
                Command block = new Command.Block(UUID.randomUUID(),
                        SubjectKey.of(Fleet.APP, SubjectKind.USER, prefix + '-' + i), expiresAt, "spam", "blocked",
                        "bench", now);
                var _ = producer.send(new ProducerRecord<>(TOPICS.commands(), block.key().bytes(),
                        CommandJson.encode(block)), (_, why) -> {
                            if (why != null) failure.set(why);
                        });
            }
        }
        if (failure.get() != null) throw new IOException("not all blocks were written", failure.get());
    }

    /**
     * Waits until moderation-streams has put every command that is on the log now onto the blocklist.
     *
     * @throws IOException if that takes longer
     */
    public static void awaitApplied(String kafka, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Map<TopicPartition, Long> ends = ends(admin);
            for (long left = left(admin, ends); left > 0; left = left(admin, ends)) {
                if (System.nanoTime() > deadline)
                    throw new IOException(left + " commands were not applied within " + patience);
                Thread.sleep(PAUSE);
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(List.of(TOPICS.commands()))
                .allTopicNames().get().values().stream().flatMap(topic -> topic.partitions().stream())
                .collect(Collectors.toMap(info -> new TopicPartition(TOPICS.commands(), info.partition()),
                        _ -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    // A partition without any command has no committed offset.
    private static long left(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(TOPICS.streamsGroup())
                .partitionsToOffsetAndMetadata().get();
        return ends.entrySet().stream().mapToLong(end -> {
            OffsetAndMetadata reached = done.get(end.getKey());
            return Math.max(0, end.getValue() - (reached == null ? 0 : reached.offset()));
        }).sum();
    }

    private static Map<String, Object> with(String kafka, Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        properties.put("bootstrap.servers", kafka);
        return properties;
    }
}
