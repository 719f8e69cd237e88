package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.bouncer.contract.CommandDecoder;
import dev.bouncer.contract.ConfirmHeader;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the commands topic on a thread of its own, all partitions, uncommitted records too: nobody's open transaction
 * may hold enforcement back. A record that is no command costs that record alone.
 */
final class CommandTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BACKOFF = Duration.ofMillis(200);
    // Whoever finds as many is behind, and does not wait for more.
    private static final int MANY = 100;
    /**
     * A broker that hangs, or whose network does, ends no connection: only these let the tail find out in time who leads
     * its partitions now. So that a full answer fits into the time over a slow line, answers are small.
     */
    private static final Map<String, Object> FINDS_LEADERS = Map.of("metadata.max.age.ms", 1_000, "request.timeout.ms",
            3_000, "fetch.max.bytes", 1024 * 1024);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final long[] noticed;
    private final Duration gather;
    private final CommandDecoder decoder;
    private final Enforcer enforcer;
    private final Progress progress;
    private final Counter misplaced;
    private final Counter malformed;
    private final Counter failed;
    private final Thread thread = Thread.ofPlatform().name("command-tail").unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);

    private CommandTail(Consumer<byte[], byte[]> consumer, String topic, long[] noticed, Duration gather,
            Enforcer enforcer, MeterRegistry meters) {
        int partitions = noticed.length;
        this.noticed = noticed;
        this.gather = gather;
        this.consumer = consumer;
        this.partitions = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
        this.decoder = new CommandDecoder(partitions);
        this.enforcer = enforcer;
        this.progress = new Progress(partitions);
        this.misplaced = skipped(meters, "misplaced");
        this.malformed = skipped(meters, "malformed");
        this.failed = skipped(meters, "failed");
    }

    private static Counter skipped(MeterRegistry meters, String why) {
        return Counter.builder("bouncer.commands.skipped").tag("why", why)
                .description("Records of the commands topic that this node did not enforce").register(meters);
    }

    /**
     * Starts following.
     *
     * @param from    per partition, the first offset to read
     * @param noticed per partition, the first offset that this process has not enforced yet
     * @param gather  see {@link EnforcementConfig}
     */
    static CommandTail start(Map<String, Object> kafka, String topic, long[] from, long[] noticed, Duration gather,
            Enforcer enforcer, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.putIfAbsent("client.id", "bouncer-command-tail");
        properties.putAll(FINDS_LEADERS);
        properties.putAll(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest", "isolation.level",
                "read_uncommitted", "allow.auto.create.topics", false, "reconnect.backoff.max.ms", 1_000));
        return start(new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()), topic,
                from, noticed, gather, enforcer, meters);
    }

    static CommandTail start(Consumer<byte[], byte[]> consumer, String topic, long[] from, long[] noticed,
            Duration gather, Enforcer enforcer, MeterRegistry meters) {
        CommandTail tail = new CommandTail(consumer, topic, noticed, gather, enforcer, meters);
        consumer.assign(tail.partitions);
        for (TopicPartition partition : tail.partitions) {
            consumer.seek(partition, from[partition.partition()]);
            tail.progress.at(partition.partition(), from[partition.partition()]);
        }
        tail.thread.start();
        return tail;
    }

    /** What its client says of itself. */
    AutoCloseable bindTo(MeterRegistry meters) {
        KafkaClientMetrics client = new KafkaClientMetrics(consumer);
        client.bindTo(meters);
        return client;
    }

    /** How far it has come: everything before is enforced. */
    Progress progress() {
        return progress;
    }

    /** Whether it follows no more, for whatever reason. */
    boolean ended() {
        return !thread.isAlive();
    }

    private void run() {
        try (consumer) {
            while (closing.getCount() > 0) {
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the command tail ended");
        }
    }

    private void poll() throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long received = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record, received);
            }
            for (TopicPartition partition : partitions) {
                progress.at(partition.partition(), consumer.position(partition));
            }
            if (!records.isEmpty()) enforcer.progressed();
            if (!records.isEmpty() && records.count() < MANY) gather();
        } catch (WakeupException e) {
            // close() asked for it
        } catch (KafkaException e) {
            // Whatever it is, this node keeps what it knows, becomes stale, and goes on when Kafka lets it.
            LOG.atWarn().setCause(e).log("reading commands failed, trying again");
            Thread.sleep(BACKOFF);
        }
    }

    // Each answer of the broker costs both sides more than the few commands in it.
    private void gather() throws InterruptedException {
        boolean unused = gather.isPositive() && closing.await(gather.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void take(ConsumerRecord<byte[], byte[]> record, long received) {
        Decoded decoded = decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(),
                record.value());
        try {
            switch (decoded) {
                case Decoded.Valid valid when record.offset() < noticed[record.partition()] -> enforcer.note(valid);
                case Decoded.Valid valid -> enforcer
                        .enforce(new Received(valid, ConfirmHeader.isIn(record.headers()), record.headers(), received));
                case Decoded.Misplaced unused -> skip(record, misplaced, "misplaced", "moderation-streams moves it");
                case Decoded.Malformed wrong -> skip(record, malformed, "malformed", wrong.error());
                case Decoded.Cleared unused -> {
                }
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset()).log("enforcing a command failed");
            failed.increment();
            // It must never be confirmed, nor what comes after it here: nobody knows whom it would have concerned.
            enforcer.unfinished().begin(new Position(record.partition(), record.offset()));
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, Counter count, String why, String error) {
        count.increment();
        LOG.atDebug().addKeyValue("partition", record.partition()).addKeyValue("offset", record.offset())
                .addKeyValue("why", why).addKeyValue("error", error).log("skipped a record");
    }

    /** Stops following, and waits until the record at hand is done. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
