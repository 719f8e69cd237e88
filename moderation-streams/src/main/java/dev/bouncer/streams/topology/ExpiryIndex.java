package dev.bouncer.streams.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one partition that end, in the order of their ends: a row for each, and none for blocks for ever. Belongs
 * to one task; not thread-safe.
 */
final class ExpiryIndex {
    private static final byte[] MARK = {};

    private final KeyValueStore<byte[], byte[]> rows;

    // No row ends before it. RocksDB keeps deleted rows for a while and walks over all of them when it reads from the
    // start, which is where this index deletes.
    private @Nullable Instant floor;

    ExpiryIndex(KeyValueStore<byte[], byte[]> rows) {
        this.rows = rows;
    }

    void add(BlockEntry block) {
        Instant end = block.expiresAt();
        if (end == null) return;
        rows.put(row(end, block.key()), MARK);
        if (floor != null && end.isBefore(floor)) floor = end;
    }

    void remove(BlockEntry block) {
        // Not by delete, which reads the row first.
        if (block.expiresAt() != null) rows.put(row(block.expiresAt(), block.key()), null);
    }

    /**
     * The rows of the blocklist that end at or before that time, earliest first; at most that many.
     */
    List<BlocklistKey> endingBy(Instant time, int limit) {
        List<BlocklistKey> ending = new ArrayList<>();
        Instant last = floor;
        // A key is never empty, so the bare time after is above every row of this one and below every later one.
        try (KeyValueIterator<byte[], byte[]> due = rows.range(floor == null ? null : start(floor),
                start(time.plusMillis(1)))) {
            while (due.hasNext() && ending.size() < limit) {
                ByteBuffer row = ByteBuffer.wrap(due.next().key);
                last = Instant.ofEpochMilli(row.getLong() ^ Long.MIN_VALUE);
                ending.add(BlocklistKey.parse(StandardCharsets.UTF_8.decode(row).toString()));
            }
        }
        floor = ending.size() < limit ? time : last;
        return ending;
    }

    private static byte[] row(Instant end, BlocklistKey blocklistKey) {
        byte[] key = blocklistKey.bytes();
        return ByteBuffer.allocate(Long.BYTES + key.length).put(start(end)).put(key).array();
    }

    // With the sign bit flipped, bytes compare as the numbers do.
    private static byte[] start(Instant time) {
        return ByteBuffer.allocate(Long.BYTES).putLong(time.toEpochMilli() ^ Long.MIN_VALUE).array();
    }
}
