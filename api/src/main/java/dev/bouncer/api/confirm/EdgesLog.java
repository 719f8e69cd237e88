package dev.bouncer.api.confirm;

/** Writes to the edges topic on behalf of an operator. Thread-safe. */
public interface EdgesLog {
    /**
     * Says that an edge is gone, so that nobody waits for it any more; it is back as soon as it speaks. Blocks until that is
     * acknowledged.
     *
     * @throws org.apache.kafka.common.KafkaException if it was not, in time
     */
    void forget(String edge);
}
