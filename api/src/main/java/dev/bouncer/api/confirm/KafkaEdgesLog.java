package dev.bouncer.api.confirm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.bouncer.config.KafkaConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topic itself. Operators forget an edge now and then: a producer is made for it each time. */
public final class KafkaEdgesLog implements EdgesLog {
    private final Map<String, Object> properties;
    private final String topic;
    private final Duration timeout;

    /** @param timeout how long it may take */
    public KafkaEdgesLog(KafkaConfig kafka, Duration timeout) {
        this.properties = new HashMap<>(kafka.clientProperties());
        int millis = Math.toIntExact(timeout.toMillis());
        properties.putAll(Map.of("acks", "all", "linger.ms", 0, "max.block.ms", millis, "delivery.timeout.ms", millis,
                "request.timeout.ms", millis));
        this.topic = kafka.topics().edges();
        this.timeout = timeout;
    }

    @Override
    public void forget(String edge) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(),
                new ByteArraySerializer());
        try (producer) {
            producer.send(new ProducerRecord<>(topic, edge.getBytes(StandardCharsets.UTF_8), null)).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("not acknowledged within " + timeout, e.getCause());
        }
    }
}
