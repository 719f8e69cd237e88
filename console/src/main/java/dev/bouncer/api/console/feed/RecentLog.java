package dev.bouncer.api.console.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.CommandDecoder;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.EnforcementReport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a feed with what was decided before this process began: the ends of the logs, read once, on a thread of its own. What
 * cannot be read is missing from the feed, and nothing else.
 */
public final class RecentLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecentLog.class);
    /** As many records of each partition are looked at; those of other apps are among them. */
    private static final int COMMANDS = 500;
    private static final int REPORTS = 5_000;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConfig kafka;
    private final Feed feed;
    private final Thread thread = Thread.ofPlatform().daemon().name("feed-filler").unstarted(this::run);
    private volatile boolean closed;

    /** Fills this one, once it is started. */
    public RecentLog(KafkaConfig kafka, Feed feed) {
        this.kafka = kafka;
        this.feed = feed;
    }

    /** Begins to. */
    public void start() {
        thread.start();
    }

    private void run() {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.putAll(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest",
                "allow.auto.create.topics", false, "default.api.timeout.ms", 10_000));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<UUID, List<EnforcementReport>> reports = new HashMap<>();
            readEnd(consumer, kafka.topics().enforcements(), REPORTS, record -> {
                EnforcementReport report = report(record);
                if (report != null) reports.computeIfAbsent(report.command(), _ -> new ArrayList<>()).add(report);
            });
            int partitions = consumer.partitionsFor(kafka.topics().commands()).size();
            if (partitions == 0) return;
            CommandDecoder decoder = new CommandDecoder(partitions);
            readEnd(consumer, kafka.topics().commands(), COMMANDS, record -> {
                if (!(decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(),
                        record.value()) instanceof Decoded.Valid valid))
                    return;
                feed.read(valid);
                reports.getOrDefault(valid.command().id(), List.of()).forEach(report -> feed.enforced(valid, report));
            });
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("the feed begins with what is decided from now on");
        }
    }

    private static @Nullable EnforcementReport report(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) return null;
        try {
            return EnforcementReport.decode(record.value());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void readEnd(KafkaConsumer<byte[], byte[]> consumer, String topic, int most,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        ends.forEach(
                (partition, end) -> consumer.seek(partition, Math.max(begin.getOrDefault(partition, 0L), end - most)));
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!closed && System.nanoTime() - deadline < 0
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(taker);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
