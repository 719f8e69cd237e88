package dev.bouncer.cli.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.KafkaRefusal;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Some partitions of one topic, read committed, from where the caller wants to where they ended at some moment. One
 * thread, which may be interrupted.
 */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALLED = Duration.ofSeconds(30);
    private static final int API_TIMEOUT_MS = 15_000;

    private final String topic;
    private final int count;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long read;

    private TopicReader(String topic, int count, Admin admin, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.count = count;
        this.admin = admin;
        this.consumer = consumer;
    }

    /**
     * All partitions of the topic, from their beginnings.
     *
     * @throws CommandFailed  if there is no such topic
     * @throws KafkaException if Kafka does not answer or refuses
     */
    static TopicReader open(KafkaConfig kafka, String topic) {
        Map<String, Object> properties = properties(kafka);
        Admin admin = Admin.create(properties);
        try {
            int count = Objects.requireNonNull(get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic))
                    .partitions().size();
            properties.put("isolation.level", "read_committed");
            properties.put("enable.auto.commit", false);
            properties.put("auto.offset.reset", "none");
            properties.put("max.poll.records", 2_000);
            properties.put("fetch.max.bytes", 8 << 20);
            properties.remove("group.id");
            TopicReader reader = new TopicReader(topic, count, admin,
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
            return reader.only(IntStream.range(0, count).boxed().collect(Collectors.toSet()));
        } catch (UnknownTopicOrPartitionException e) {
            admin.close();
            throw new CommandFailed(ExitStatus.USAGE, "topic " + topic + " does not exist at "
                    + kafka.bootstrapServers() + ": expected one that moderation-streams writes (see --prefix)", e);
        } catch (TopicAuthorizationException e) {
            admin.close();
            throw KafkaRefusal.lacking(AclOperation.DESCRIBE, topic);
        } catch (RuntimeException | Error e) {
            admin.close();
            throw e;
        }
    }

    static Map<String, Object> properties(KafkaConfig kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.putIfAbsent("default.api.timeout.ms", API_TIMEOUT_MS);
        properties.putIfAbsent("request.timeout.ms", API_TIMEOUT_MS / 3);
        return properties;
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw heard(new InterruptException(e));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) throw cause;
            throw new KafkaException(e.getCause());
        }
    }

    /** Only these partitions, from their beginnings. */
    TopicReader only(Set<Integer> partitions) {
        List<TopicPartition> assigned = partitions.stream().map(p -> new TopicPartition(topic, p)).toList();
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        return this;
    }

    /** From what will be written from now on. */
    void seekToEnd() {
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    /** From the first records that are as late as that; later ones may be earlier. */
    void seek(Instant time) {
        Map<TopicPartition, Long> times = consumer.assignment().stream()
                .collect(Collectors.toMap(p -> p, _ -> Math.max(0, time.toEpochMilli())));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
    }

    /** From these offsets. */
    void seek(Map<TopicPartition, Long> offsets) {
        offsets.forEach(consumer::seek);
    }

    /** How many partitions the topic has. */
    int partitionCount() {
        return count;
    }

    /** Where the partitions begin now. */
    Map<TopicPartition, Long> beginnings() {
        return consumer.beginningOffsets(consumer.assignment());
    }

    /** Where the partitions end now, with what is not committed yet. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(consumer.assignment().stream()
                .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()))).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** How many records lie between where it is and these ends, at most. */
    long distance(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    /** Nothing more from these partitions for now, and from all others again. */
    void pause(Set<Integer> partitions) {
        consumer.resume(consumer.assignment());
        consumer.pause(partitions.stream().map(p -> new TopicPartition(topic, p)).toList());
    }

    /** Some records, or none after a moment. */
    ConsumerRecords<byte[], byte[]> poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            read += records.count();
            return records;
        } catch (InterruptException e) {
            throw heard(e);
        }
    }

    // A thread that stays interrupted cannot close its clients.
    private static InterruptException heard(InterruptException e) {
        Thread.interrupted();
        return e;
    }

    /** How many records have been read. */
    long read() {
        return read;
    }

    /**
     * Reads on to these ends, and a little further.
     *
     * @throws CommandFailed if it does not get any further: Kafka is away, or a transaction is open
     */
    void readTo(Map<TopicPartition, Long> ends, Progress progress, Consumer<ConsumerRecords<byte[], byte[]>> sink) {
        long size = distance(ends);
        long before = read;
        readWhile(ends, () -> true, records -> {
            sink.accept(records);
            progress.at(read - before, Math.max(0, size - distance(ends)));
        });
    }

    /** Reads on to these ends, for as long as more is wanted. */
    void readWhile(Map<TopicPartition, Long> ends, BooleanSupplier wanted,
            Consumer<ConsumerRecords<byte[], byte[]>> sink) {
        long left = distance(ends);
        long moved = System.nanoTime();
        while (left > 0 && wanted.getAsBoolean()) {
            sink.accept(poll());
            long now = distance(ends);
            if (now < left) moved = System.nanoTime();
            left = now;
            if (System.nanoTime() - moved > STALLED.toNanos()) throw stalled(ends);
        }
    }

    private CommandFailed stalled(Map<TopicPartition, Long> ends) {
        String where = ends.entrySet().stream().filter(end -> consumer.position(end.getKey()) < end.getValue())
                .map(end -> end.getKey() + " at offset " + consumer.position(end.getKey()) + " of " + end.getValue())
                .collect(Collectors.joining(", "));
        return new CommandFailed(ExitStatus.UNAVAILABLE, "nothing more could be read for " + STALLED.toSeconds()
                + " s: " + where + "; Kafka is away, or a transaction is open there");
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
