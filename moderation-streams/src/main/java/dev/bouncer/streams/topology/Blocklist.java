package dev.bouncer.streams.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of one partition, blocks and invalidations, kept in step with the index of their ends. Belongs to one task; not thread-safe. */
final class Blocklist {
    private final KeyValueStore<byte[], byte[]> blocks;
    private final ExpiryIndex expiries;

    Blocklist(KeyValueStore<byte[], byte[]> blocks, ExpiryIndex expiries) {
        this.blocks = blocks;
        this.expiries = expiries;
    }

    /** What stands in the row, ended or not; null: nothing. */
    @Nullable
    BlockEntry get(BlocklistKey key) {
        byte[] value = blocks.get(key.bytes());
        return value == null ? null : BlockJson.decode(value);
    }

    /**
     * Puts one block in the place of another.
     *
     * @param present what {@link #get} gives for the row
     * @param next    what it shall give; null: nothing
     */
    void replace(BlocklistKey key, @Nullable BlockEntry present, @Nullable BlockEntry next) {
        if (present != null) expiries.remove(present);
        if (next != null) {
            blocks.put(key.bytes(), BlockJson.encode(next));
            expiries.add(next);
        } else if (present != null) {
            // Not by delete, which reads the row first.
            blocks.put(key.bytes(), null);
        }
    }

    /** The blocks that end at or before that time, earliest first; at most that many. */
    List<BlockEntry> endingBy(Instant time, int limit) {
        List<BlockEntry> ended = new ArrayList<>();
        for (BlocklistKey key : expiries.endingBy(time, limit)) {
            BlockEntry block = get(key);
            if (block == null)
                throw new IllegalStateException("the expiry index names " + key + ", the blocklist does not");
            ended.add(block);
        }
        return ended;
    }
}
