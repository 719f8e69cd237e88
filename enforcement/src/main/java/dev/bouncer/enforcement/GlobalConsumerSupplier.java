package dev.bouncer.enforcement;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka Streams a global consumer that tells how far the store has come, since Streams itself does not say so for
 * global stores: when it polls again, what it had polled before is in the store.
 */
final class GlobalConsumerSupplier implements KafkaClientSupplier {
    private final String topic;
    private final Progress progress;
    private volatile @Nullable Consumer<byte[], byte[]> global;

    GlobalConsumerSupplier(String topic, Progress progress) {
        this.topic = topic;
        this.progress = progress;
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
                new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                for (TopicPartition partition : assignment()) {
                    report(this, partition);
                }
                return super.poll(timeout);
            }
        };
        global = consumer;
        return consumer;
    }

    // The consumer alone: to ask RocksDB while Kafka Streams closes it is more than a metric is worth.
    AutoCloseable bindTo(MeterRegistry meters) {
        Consumer<byte[], byte[]> consumer = global;
        if (consumer == null) return () -> {};
        KafkaClientMetrics client = new KafkaClientMetrics(consumer);
        client.bindTo(meters);
        return client;
    }

    private void report(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        if (!partition.topic().equals(topic)) return;
        try {
            progress.at(partition.partition(), consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException e) {
            // It has no position yet.
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }
}
