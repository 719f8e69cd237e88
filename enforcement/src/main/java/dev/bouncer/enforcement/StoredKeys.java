package dev.bouncer.enforcement;

import java.time.Duration;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys a store may hold, so that it need not be asked for the others, which are those of nearly everybody who
 * connects. They are learnt by reading the store through, on a thread of its own; and again once as many were written as
 * there is room for, since many of them may be gone. Until they are known the store may hold any. Thread-safe.
 */
final class StoredKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final int leastRoom;
    // Has every key that the store holds.
    private volatile @Nullable KeyFilter known;
    private volatile boolean closed;
    // From here on guarded by this. What is being learnt lacks keys that the store held when reading began.
    private @Nullable KeyFilter learnt;
    private @Nullable Thread reader;
    private long read;
    private long written;

    /** @param leastRoom for how many keys there is room at least */
    StoredKeys(ReadOnlyKeyValueStore<Bytes, byte[]> store, int leastRoom) {
        this.store = store;
        this.leastRoom = leastRoom;
    }

    /** Whether the store may hold the key. */
    boolean mayHold(Bytes key) {
        KeyFilter filter = known;
        return filter == null || filter.mayContain(key.get());
    }

    /** Puts a record of that key into the store. From the first {@link #learn} on, all have to be put by this. */
    synchronized void put(Bytes key, Runnable put) {
        // Both under the lock: what is not noted here is in the store by the time that it is read.
        KeyFilter filter = known;
        if (filter != null) filter.add(key.get());
        if (learnt != null) learnt.add(key.get());
        put.run();
        written++;
        if (filter != null) learnIfFull(filter);
    }

    /** Reads the keys that the store holds, if nobody is about it. */
    synchronized void learn() {
        if (reader != null || closed) return;
        long rows = Math.max(store.approximateNumEntries(), read);
        long room = Math.clamp(rows + rows / 2, leastRoom, KeyFilter.MOST);
        reader = Thread.ofPlatform().daemon().name("bouncer-blocklist-keys").start(() -> learn(room));
    }

    private void learn(long room) {
        long start = System.nanoTime();
        long count = 0;
        try {
            KeyFilter filter = new KeyFilter(room);
            try (KeyValueIterator<Bytes, byte[]> records = begin(filter)) {
                for (; !closed && records.hasNext(); count++) {
                    filter.add(records.next().key.get());
                }
            }
            end(filter, count);
        } catch (StreamsException | OutOfMemoryError e) {
            // Not tried again: what was known before, if anything, stays right.
            LOG.atWarn().setCause(e).log("could not learn the keys of the blocklist: lookups take longer");
            return;
        }
        LOG.atDebug().addKeyValue("keys", count)
                .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - start).toMillis())
                .log("learnt the keys of the blocklist");
    }

    private synchronized KeyValueIterator<Bytes, byte[]> begin(KeyFilter filter) {
        learnt = filter;
        written = 0;
        return store.all();
    }

    private synchronized void end(KeyFilter filter, long count) {
        if (!closed) known = filter;
        learnt = null;
        read = count;
        reader = null;
        learnIfFull(filter);
    }

    private void learnIfFull(KeyFilter filter) {
        if (read + written > filter.room()) learn();
    }

    /** Stops reading; the store may be closed then. */
    @Override
    public void close() {
        closed = true;
        Thread running;
        synchronized (this) {
            running = reader;
        }
        if (running == null) return;
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
