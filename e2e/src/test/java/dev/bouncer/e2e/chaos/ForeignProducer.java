package dev.bouncer.e2e.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import dev.bouncer.contract.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Somebody else who may write to the commands topic, and should not have been allowed to. Used by one thread. */
final class ForeignProducer implements AutoCloseable {
    private static final int MOST_BYTES = 2_000;

    private final String bootstrapServers;
    private final String commands = new Topics("").commands();
    private @Nullable KafkaProducer<byte[], byte[]> hanging;
    private long poisoned;

    ForeignProducer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all"));
        properties.putAll(settings);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes commands into every partition, in a transaction that is left open. */
    void beginHanging(int number) {
        KafkaProducer<byte[], byte[]> producer = producer(
                Map.of("transactional.id", "foreign-" + number, "transaction.timeout.ms", 120_000));
        producer.initTransactions();
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String user = "ghost-" + number + "-" + i;
            sent.add(producer.send(new ProducerRecord<>(commands, bytes("block:" + Launch.APP + ":user:" + user),
                    bytes("{\"v\":1,\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"block\",\"app\":\"" + Launch.APP
                            + "\",\"subject\":{\"kind\":\"user\",\"id\":\"" + user + "\"},\"reason\":\"aborted\","
                            + "\"actor\":\"ghost\",\"issued_at\":\"" + Instant.now() + "\"}"))));
        }
        sent.forEach(ForeignProducer::await);
        hanging = producer;
    }

    void abortHanging() {
        if (hanging == null) throw new IllegalStateException("there is no transaction");
        hanging.abortTransaction();
        hanging.close();
        hanging = null;
    }

    /** Writes so many records that are no commands, in a few ways. */
    void poison(int records, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("linger.ms", 5))) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(poison(i, random)));
            }
            sent.forEach(ForeignProducer::await);
        }
        poisoned += records;
    }

    private ProducerRecord<byte[], byte[]> poison(int number, SplittableRandom random) {
        byte[] noise = new byte[1 + random.nextInt(MOST_BYTES)];
        random.nextBytes(noise);
        byte[] key = bytes("block:" + Launch.APP + ":user:poison-" + number);
        return switch (number % 4) {
            case 0 -> new ProducerRecord<>(commands, noise, noise);
            case 1 -> new ProducerRecord<>(commands, key, noise);
            case 2 -> new ProducerRecord<>(commands, key, bytes("{\"v\":1,\"type\":\"block\"}"));
            default -> new ProducerRecord<>(commands, key, bytes("{\"v\":99,\"type\":\"pardon\"}"));
        };
    }

    /** How many in all. */
    long poisoned() {
        return poisoned;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a foreign record could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (hanging != null) hanging.close();
    }
}
