package dev.bouncer.cli.audit;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.CommandJson;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes commands as they once were, with their times, in the order in which they are given. One thread. */
final class CommandWriter implements AutoCloseable {
    private final KafkaConfig kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long written;

    CommandWriter(KafkaConfig kafka) {
        this.kafka = kafka;
        Map<String, Object> properties = kafka.clientProperties();
        properties.putAll(Map.of("acks", "all", "enable.idempotence", true, "linger.ms", 20, "batch.size", 1 << 17));
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @throws KafkaException if one before could not be written */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of failures
    void write(AuditEvent.Accepted event) {
        var key = event.command().key();
        producer.send(new ProducerRecord<>(kafka.topics().commands(), key.partition(kafka.partitions()),
                event.at().toEpochMilli(), key.bytes(), CommandJson.encode(event.command())), (_, e) -> {
                    if (e != null) failure.compareAndSet(null, e);
                });
        written++;
        check();
    }

    /**
     * Returns when all are safe; how many they are.
     *
     * @throws KafkaException if one could not be written
     */
    long flush() {
        producer.flush();
        check();
        return written;
    }

    private void check() {
        Exception e = failure.get();
        if (e != null) throw new KafkaException("a command could not be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        producer.close();
    }
}
