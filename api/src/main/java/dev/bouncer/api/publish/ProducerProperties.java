package dev.bouncer.api.publish;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the producer that the promise of a success rests on. */
final class ProducerProperties {
    private ProducerProperties() {}

    /** The operator's properties, overruled where they would break the promise. */
    static Map<String, Object> of(Map<String, Object> client, PublishTimeouts timeouts) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "bouncer-api");
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        // A waiting caller pays for every millisecond of lingering; under load batches fill while others are in flight.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Whatever partitions by anything but murmur2 of the key would put commands where they do not belong.
        properties.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        properties.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(timeouts.block().toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(timeouts.delivery().toMillis()));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(timeouts.request().toMillis()));
        return properties;
    }
}
