package dev.bouncer.bench.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.bench.fleet.Fleet;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.CommandKey;
import dev.bouncer.contract.Lane;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fills the blocklist topic as moderation-streams does, only faster: what is measured here is who reads it. The commands
 * topic stays empty.
 */
public final class BlocklistRecords {
    private static final String TOPIC = new Topics("").blocklist();

    private BlocklistRecords() {}

    /** Writes the blocks of the users {@code u-FROM} to {@code u-TO}, the last excluded. */
    public static void write(String kafka, int from, int to) throws IOException {
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        Random random = new Random(from);
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", "5", "batch.size", 128 * 1024),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(TOPIC).size();
            long[] offsets = new long[partitions];
            for (int i = from; i < to; i++) {
                SubjectKey subject = SubjectKey.of(Fleet.APP, SubjectKind.USER, "u-" + i);
                int partition = new CommandKey(Lane.BLOCK, subject).partition(partitions);
                Instant end = i % 4 == 0 ? null : now.plus(Duration.ofMinutes(600L + random.nextInt(1_000_000)));
                byte[] value = BlockJson.encode(new BlockEntry(subject,
                        new UUID(random.nextLong(), random.nextLong()), now, end,
                        "spam wave " + i % 100 + ", see ticket "
                                + i,
                        "You are blocked for spam.", "backend"));
                Future<?> _ = producer.send(
                        new ProducerRecord<>(TOPIC, partition, subject.toString().getBytes(StandardCharsets.UTF_8),
                                value, List.of(SourceOffset.header(offsets[partition]++))),
                        (_, failure) -> {
                            if (failure != null) failed.set(failure);
                        });
            }
        }
        if (failed.get() != null) throw new IOException("the blocklist was not written", failed.get());
    }
}
