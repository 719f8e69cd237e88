package dev.bouncer.api;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.enforcement.BlockStore;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/** A store that can be closed under whoever asks it, as a Kafka Streams store is when it is rebuilt. */
final class ClosableBlockStore implements BlockStore, AutoCloseable {
    private final BlockStore store;
    private volatile boolean closed;

    ClosableBlockStore(BlockStore store) {
        this.store = store;
    }

    @Override
    public @Nullable BlockEntry get(BlocklistKey key) {
        requireOpen();
        return store.get(key);
    }

    @Override
    public Entries range(byte[] from, byte[] to) {
        requireOpen();
        return store.range(from, to);
    }

    private void requireOpen() {
        if (closed) throw new InvalidStateStoreException("secret insides");
    }

    @Override
    public void close() {
        closed = true;
    }
}
