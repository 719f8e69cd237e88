package dev.bouncer.streams.topology;

import java.util.Optional;
import java.util.Set;

import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record's value on its way to a topic, and the partition it goes to. What a command leads to belongs into the
 * command's partition, whatever its own key hashes to, so no partitioner could find it out from the key.
 */
final class Placed {
    /** Sends each record where it says. */
    static final StreamPartitioner<byte[], Placed> PARTITIONER = (topic, key, placed, partitions) -> Optional
            .of(Set.of(placed.partition));

    /** Writes the value as it is. */
    static final Serializer<Placed> SERIALIZER = (topic, placed) -> placed.value;

    private final int partition;
    private final byte @Nullable [] value;

    private Placed(int partition, byte @Nullable [] value) {
        this.partition = partition;
        this.value = value;
    }

    /** That value, or a tombstone where it is null. */
    static Placed of(int partition, byte @Nullable [] value) {
        return new Placed(partition, value);
    }

    static Placed tombstone(int partition) {
        return new Placed(partition, null);
    }
}
