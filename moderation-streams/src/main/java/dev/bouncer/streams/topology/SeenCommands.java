package dev.bouncer.streams.topology;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * The ids of the commands of one partition, remembered for the de-duplication window by the log's clock. Belongs to one
 * task; not thread-safe.
 */
final class SeenCommands {
    private static final byte[] MARK = {};

    private final WindowStore<byte[], byte[]> ids;
    private final long window;

    SeenCommands(WindowStore<byte[], byte[]> ids, Duration window) {
        this.ids = ids;
        this.window = window.toMillis();
    }

    /**
     * Remembers the id.
     *
     * @param at when the broker appended the command
     * @return false if it was seen before, less than the window away; it is then remembered from the first time on
     */
    boolean add(UUID id, Instant at) {
        byte[] key = ByteBuffer.allocate(2 * Long.BYTES).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits()).array();
        long time = at.toEpochMilli();
        // To both sides: after a change of leader the broker's clock may have gone back.
        try (WindowStoreIterator<byte[]> sightings = ids.fetch(key, Math.max(0, time - window + 1),
                time + window - 1)) {
            if (sightings.hasNext()) return false;
        }
        ids.put(key, MARK, time);
        return true;
    }
}
