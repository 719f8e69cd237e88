package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** What the brokers say about the ends of the topics, and how far moderation-streams has come. Blocks while it asks. */
final class LogOffsets {
    private final Admin admin;
    private final Topics topics;
    private final int partitions;

    LogOffsets(Admin admin, Topics topics, int partitions) {
        this.admin = admin;
        this.topics = topics;
        this.partitions = partitions;
    }

    /** The ends of the commands topic, open transactions included. */
    long[] commandEnds() throws InterruptedException {
        return ends(topics.commands(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Up to where the commands topic's transactions are decided. */
    long[] decidedCommandEnds() throws InterruptedException {
        return ends(topics.commands(), IsolationLevel.READ_COMMITTED);
    }

    /**
     * The ends of the blocklist, open transactions included: a transaction whose source offsets are committed may not
     * have its markers on the blocklist yet, so a committed end could lie before its records.
     */
    long[] blocklistEnds() throws InterruptedException {
        return ends(topics.blocklist(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The next command that moderation-streams will take from each partition; 0 where it never took one. */
    long[] committed() throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = get(admin.listConsumerGroupOffsets(topics.streamsGroup()).partitionsToOffsetAndMetadata());
        } catch (GroupAuthorizationException e) {
            throw GroupAuthorizationException.forGroupId(topics.streamsGroup());
        }
        return IntStream.range(0, partitions).mapToLong(partition -> {
            OffsetAndMetadata offset = offsets.get(new TopicPartition(topics.commands(), partition));
            return offset == null ? 0 : offset.offset();
        }).toArray();
    }

    private long[] ends(String topic, IsolationLevel isolation) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions).boxed()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition),
                        unused -> OffsetSpec.latest()));
        var ends = get(admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all());
        long[] offsets = new long[partitions];
        ends.forEach((partition, end) -> offsets[partition.partition()] = end.offset());
        return offsets;
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) throw cause;
            throw new KafkaException(e.getCause());
        }
    }

    /** How long a question may take, so that a lost broker is noticed before anything becomes stale. */
    static Map<String, Object> patience(Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        return Map.of("default.api.timeout.ms", millis, "request.timeout.ms", Math.max(millis / 2, 500),
                "reconnect.backoff.max.ms", 1_000);
    }
}
