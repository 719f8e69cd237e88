package dev.bouncer.api.confirm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.DepartureHeader;
import dev.bouncer.contract.EdgeAnnouncement;
import dev.bouncer.contract.EnforcementReport;
import dev.bouncer.contract.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what edges say, from the beginning, and what they report, from now on, on a thread of its own. A record that
 * cannot be read costs that record alone.
 */
public final class EdgeFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EdgeFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACKOFF = Duration.ofSeconds(1);
    private static final long LOOK_AFTER = Duration.ofSeconds(1).toNanos();

    private final Map<String, Object> properties;
    private final Topics topics;
    private final Edges edges;
    private final RecentCommands recent;
    private final Confirmations confirmations;
    private final Counter unreadable;
    private final Thread thread = Thread.ofPlatform().daemon().name("edge-follower").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable Consumer<byte[], byte[]> following;
    private boolean reachable = true;

    /** Feeds these, once it is started. */
    public EdgeFollower(KafkaConfig kafka, Edges edges, RecentCommands recent, Confirmations confirmations,
            MeterRegistry meters) {
        this.properties = new HashMap<>(kafka.clientProperties());
        properties.putAll(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest",
                "allow.auto.create.topics", false, "metadata.max.age.ms", 1_000, "request.timeout.ms", 3_000,
                "default.api.timeout.ms", 3_000, "reconnect.backoff.max.ms", 1_000));
        this.topics = kafka.topics();
        this.edges = edges;
        this.recent = recent;
        this.confirmations = confirmations;
        Gauge.builder("bouncer.edges.silent", edges, e -> e.counted().filter(EdgeState::isSilent).count())
                .description("Edges that have announced nothing for 5 s and are waited for").register(meters);
        this.unreadable = Counter.builder("bouncer.edges.unreadable")
                .description("Records of edges that are none").register(meters);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                following = consumer;
                follow(consumer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("following the edges failed, trying again");
                if (!rested()) return;
            }
        }
    }

    private static boolean rested() {
        try {
            Thread.sleep(BACKOFF);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        edges.begin();
        Set<TopicPartition> announcements = Set.of();
        Map<TopicPartition, Long> ends = Map.of();
        long asked = 0;
        while (!closed) {
            try {
                if (announcements.isEmpty()) announcements = assign(consumer);
                // As long as the last question is not met yet, another one would put off the answer.
                if (ends.isEmpty() && (asked == 0 || System.nanoTime() - asked > LOOK_AFTER)) {
                    long now = System.nanoTime();
                    ends = consumer.endOffsets(announcements);
                    asked = now;
                }
                take(consumer.poll(POLL));
                if (!ends.isEmpty() && ends.entrySet().stream()
                        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    edges.readUpTo(asked);
                    ends = Map.of();
                }
                confirmations.check();
                reachable(true, "");
            } catch (WakeupException e) {
                // close() asked for it
            } catch (KafkaException e) {
                reachable(false, String.valueOf(e.getMessage()));
                Thread.sleep(BACKOFF);
            }
        }
    }

    /** From the first announcement on, and from the next report on; the announcements' partitions. */
    private Set<TopicPartition> assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> announcements = partitions(consumer, topics.edges());
        List<TopicPartition> reports = partitions(consumer, topics.enforcements());
        List<TopicPartition> all = new ArrayList<>(announcements);
        all.addAll(reports);
        consumer.assign(all);
        consumer.seekToBeginning(announcements);
        consumer.seekToEnd(reports);
        return Set.copyOf(announcements);
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist: create it with 'bouncer topics create'");
        }
        return partitions;
    }

    private void reachable(boolean now, String error) {
        if (now == reachable) return;
        reachable = now;
        if (now) {
            log.atInfo().log("hears the edges again");
        } else {
            log.atWarn().addKeyValue("error", error).log("does not hear the edges: nobody can wait for them");
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                if (record.topic().equals(topics.edges())) {
                    announced(record);
                } else if (record.value() != null) {
                    recent.reported(EnforcementReport.decode(record.value()));
                }
            } catch (IllegalArgumentException e) {
                unreadable.increment();
                log.atDebug().addKeyValue("topic", record.topic()).addKeyValue("offset", record.offset())
                        .addKeyValue("error", e.getMessage()).log("skipped a record");
            }
        }
    }

    private void announced(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) throw new IllegalArgumentException("key: expected an edge's id, got none");
        String edge = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            edges.gone(edge, DepartureHeader.in(record.headers()));
            return;
        }
        EdgeAnnouncement said = EdgeAnnouncement.decode(record.value());
        if (!said.edge().equals(edge)) throw new IllegalArgumentException("edge: expected the record's key");
        said.confirmed().forEach(recent::reported);
        if (edges.heard(said, age(record.timestamp()))) return;
        log.atWarn().addKeyValue("edge", edge).addKeyValue("started_at", said.startedAt())
                .log("two processes speak as one edge: give each an id of its own; nobody can tell for whom it confirms");
    }

    // Once all is read that was said before this node started, what is read was said just now; clocks need not agree.
    private Duration age(long timestamp) {
        return edges.isComplete()
                ? Duration.ZERO
                : Duration.ofMillis(Math.max(0, System.currentTimeMillis() - timestamp));
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> consumer = following;
        if (consumer != null) consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
