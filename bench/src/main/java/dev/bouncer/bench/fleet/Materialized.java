package dev.bouncer.bench.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Whether moderation-streams has carried out all commands. */
public final class Materialized {
    private static final long PAUSE_MILLIS = 100;
    private static final Topics TOPICS = new Topics("");

    private Materialized() {}

    /** Waits until it has carried out every command that is on the log then. */
    public static void await(String kafka, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            while (!isUpToDate(admin)) {
                if (System.nanoTime() > end)
                    throw new IOException("moderation-streams did not catch up within " + patience);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static boolean isUpToDate(Admin admin) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = admin.describeTopics(List.of(TOPICS.commands())).allTopicNames().get()
                .values().stream().flatMap(topic -> topic.partitions().stream())
                .map(partition -> new TopicPartition(TOPICS.commands(), partition.partition()))
                .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest).all().get();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(TOPICS.streamsGroup())
                .partitionsToOffsetAndMetadata().get();
        return ends.entrySet().stream().allMatch(partition -> {
            OffsetAndMetadata offset = committed.get(partition.getKey());
            return (offset == null ? 0 : offset.offset()) >= partition.getValue().offset();
        });
    }
}
