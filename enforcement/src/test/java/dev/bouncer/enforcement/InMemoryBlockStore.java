package dev.bouncer.enforcement;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import org.jspecify.annotations.Nullable;

/** A store without Kafka. Thread-safe. */
public final class InMemoryBlockStore implements BlockStore {
    private final NavigableMap<byte[], BlockEntry> entries = new TreeMap<>(Arrays::compareUnsigned);

    public synchronized void put(BlockEntry block) {
        entries.put(block.key().bytes(), block);
    }

    public synchronized void remove(BlocklistKey key) {
        entries.remove(key.bytes());
    }

    @Override
    public synchronized @Nullable BlockEntry get(BlocklistKey key) {
        return entries.get(key.bytes());
    }

    @Override
    public synchronized Entries range(byte[] from, byte[] to) {
        NavigableMap<byte[], BlockEntry> range = entries.subMap(from, true, to, false);
        Iterator<BlockEntry> snapshot = new TreeMap<>(range).values().iterator();
        return new Entries() {
            @Override
            public boolean hasNext() {
                return snapshot.hasNext();
            }

            @Override
            public BlockEntry next() {
                return snapshot.next();
            }

            @Override
            public void close() {
                // nothing to release
            }
        };
    }
}
