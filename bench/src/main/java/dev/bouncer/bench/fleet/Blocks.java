package dev.bouncer.bench.fleet;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.CommandJson;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Gives very many blocks, straight to the topic. */
public final class Blocks {
    private static final String TOPIC = new Topics("").commands();

    private Blocks() {}

    /**
     * Blocks the users {@code PREFIX-0} to {@code PREFIX-(COUNT-1)}; returns when all is acknowledged.
     *
     * @param end when the blocks end; null: never
     */
    public static void write(String kafka, String prefix, int count, @Nullable Instant end) throws IOException {
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        Random random = new Random(prefix.hashCode());
        Instant now = Instant.now();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", "5", "batch.size", 128 * 1024),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                Command command = new Command.Block(new UUID(random.nextLong(), random.nextLong()),
                        SubjectKey.of(Fleet.APP, SubjectKind.USER, prefix + '-' + i), end, "spam wave",
                        "You are blocked for spam.", "backend", now);
                Future<?> _ = producer.send(
                        new ProducerRecord<>(TOPIC, command.key().bytes(), CommandJson.encode(command)),
                        (_, failure) -> {
                            if (failure != null) failed.set(failure);
                        });
            }
        }
        if (failed.get() != null) throw new IOException("the blocks were not written", failed.get());
    }
}
