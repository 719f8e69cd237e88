package dev.bouncer.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.TopicLayout;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of one test, written and read without any of Bouncer's processes. */
public final class CommandLog implements AutoCloseable {
    private final String bootstrapServers;
    private final Topics topics;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public CommandLog(String bootstrapServers, String prefix, int partitions) {
        this.bootstrapServers = bootstrapServers;
        this.topics = new Topics(prefix);
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        new TopicLayout(admin, topics).create(partitions, (short) 1);
        this.producer = producer(Map.of());
    }

    public Topics topics() {
        return topics;
    }

    Admin admin() {
        return admin;
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0));
        properties.putAll(settings);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static Command.Block block(SubjectKey subject, @Nullable Instant expiresAt) {
        return new Command.Block(UUID.randomUUID(), subject, expiresAt, "a test", "You are blocked.", "test",
                Instant.now());
    }

    public static Command.Unblock unblock(SubjectKey subject) {
        return new Command.Unblock(UUID.randomUUID(), subject, null, "test", Instant.now());
    }

    public static Command.Invalidate invalidate(SubjectKey subject, Instant issuedBefore,
            @Nullable Instant expiresAt) {
        return new Command.Invalidate(UUID.randomUUID(), subject, issuedBefore, expiresAt, "a test",
                "Please sign in again.", "test", Instant.now());
    }

    public static Command.Terminate terminate(SubjectKey subject) {
        return new Command.Terminate(UUID.randomUUID(), subject, null, "test", Instant.now());
    }

    ProducerRecord<byte[], byte[]> record(Command command) {
        return new ProducerRecord<>(topics.commands(), command.key().bytes(), CommandJson.encode(command));
    }

    public RecordMetadata give(Command command) {
        return send(record(command));
    }

    public RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return send(producer, record);
    }

    static RecordMetadata send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What moderation-streams would write about a block. */
    public void materialize(SubjectKey subject, @Nullable BlockEntry block, RecordMetadata source) {
        materialize(BlocklistKey.block(subject), block, source);
    }

    /** The same about any row. */
    public void materialize(BlocklistKey key, @Nullable BlockEntry block, RecordMetadata source) {
        send(row(key, block, source));
    }

    /** The same, without waiting until it is there. */
    public void materializeSoon(BlocklistKey key, BlockEntry block, RecordMetadata source) {
        var _ = producer.send(row(key, block, source));
    }

    private ProducerRecord<byte[], byte[]> row(BlocklistKey key, @Nullable BlockEntry block, RecordMetadata source) {
        return new ProducerRecord<>(topics.blocklist(), source.partition(), key.bytes(),
                block == null ? null : BlockJson.encode(block), List.of(SourceOffset.header(source.offset())));
    }

    /** Everything that is on a topic now, committed records only, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "isolation.level",
                "read_committed", "auto.offset.reset", "earliest"), new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition())).toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    int partitions() {
        return new TopicLayout(admin, topics).partitions();
    }

    /** A user whose block-lane commands belong into that partition. */
    SubjectKey userIn(int partition, String app) {
        int partitions = partitions();
        return IntStream.range(0, 10_000)
                .mapToObj(i -> SubjectKey.of(app, SubjectKind.USER, "user-" + i))
                .filter(key -> unblock(key).key().partition(partitions) == partition).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
