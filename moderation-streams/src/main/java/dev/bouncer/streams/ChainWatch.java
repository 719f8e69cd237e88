package dev.bouncer.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.bouncer.config.KafkaConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the audit log while it is written, on a thread of its own, and counts what does not follow the record before it:
 * a chain that begins anew, another writer, a record that was altered. A smoke alarm, not the proof: it looks at some hundred
 * records a second and passes over the rest of an import. {@code bouncer audit verify} reads them all.
 */
final class ChainWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainWatch.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MOST = 1_000;
    private static final int BEFORE = 4;

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Duration pause;
    private final Counter breaks;
    private final ChainLinks links = new ChainLinks();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("chain-watch").unstarted(this::run);

    ChainWatch(Consumer<byte[], byte[]> consumer, String topic, int partitions, Duration pause, MeterRegistry meters) {
        this.consumer = consumer;
        this.partitions = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
        this.pause = pause;
        this.breaks = Counter.builder("bouncer.audit.chain.breaks")
                .description("Records of the audit log that do not follow the one before them").register(meters);
    }

    static ChainWatch start(KafkaConfig kafka, int partitions, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.putAll(Map.of("client.id", "bouncer-chain-watch", "enable.auto.commit", false, "isolation.level",
                "read_committed", "auto.offset.reset", "none", "allow.auto.create.topics", false,
                "max.poll.records", MOST));
        ChainWatch watch = new ChainWatch(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                kafka.topics().audit(), partitions, PAUSE, meters);
        watch.start();
        return watch;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            consumer.assign(partitions);
            boolean atEnd = false;
            while (closing.getCount() > 0) {
                atEnd = look(atEnd);
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) return;
            }
        } catch (WakeupException e) {
            // close() asked for it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the audit chain is no longer watched");
        }
    }

    /** Whether it knows where it is. */
    private boolean look(boolean atEnd) {
        try {
            if (!atEnd) goToEnd();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
            }
            return records.count() < MOST;
        } catch (WakeupException e) {
            throw e;
        } catch (OffsetOutOfRangeException e) {
            // What came next is deleted already, or the topic is another one: what stands there follows nothing it has seen.
            LOG.atDebug().setCause(e).log("the place in the audit log is gone, going to its end");
            return false;
        } catch (KafkaException e) {
            LOG.atDebug().setCause(e).log("looking at the audit chain failed, trying again");
            return false;
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("looking at the audit chain failed, trying again");
            return false;
        }
    }

    private void goToEnd() {
        links.skip();
        consumer.seekToEnd(partitions);
        // A few before it, so that what is written next has something to follow. Every second offset may be a marker.
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        partitions.forEach(
                p -> consumer.seek(p, Math.max(first.getOrDefault(p, 0L), consumer.position(p) - BEFORE)));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String wrong = links.take(record);
        if (wrong == null) return;
        breaks.increment();
        LOG.atError().addKeyValue("topic", record.topic()).addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset()).addKeyValue("error", wrong)
                .log("the audit chain is broken: see 'bouncer audit verify'");
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
