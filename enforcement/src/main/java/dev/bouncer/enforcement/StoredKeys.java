package dev.bouncer.enforcement;

import java.time.Duration;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys a store may hold, so that it need not be asked for the others, which are those of nearly everybody who
 * connects. They are learnt by reading the store through, on a thread of its own; and again once more were written than there
 * is room for, when many of them may be gone. Until they are known the store may hold any, and from its close on.
 * Thread-safe.
 */
final class StoredKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);

    private final KeyValueStore<Bytes, byte[]> store;
    private final int leastRoom;
    // Has every key that the store holds.
    private volatile @Nullable KeyFilter known;
    private volatile boolean closed;
    // From here on guarded by this. What is being learnt lacks keys that the store held when reading began.
    private @Nullable KeyFilter learnt;
    private @Nullable Thread reader;
    private long room;
    private long read;
    private long written;

    /** @param leastRoom for how many keys there is room at least */
    StoredKeys(KeyValueStore<Bytes, byte[]> store, int leastRoom) {
        this.store = store;
        this.leastRoom = leastRoom;
        this.room = leastRoom;
    }

    /** Whether the store may hold the key. */
    boolean mayHold(Bytes key) {
        KeyFilter filter = known;
        return filter == null || filter.mayContain(key.get());
    }

    /** Writes a record to the store, or takes it out if there is no value. From {@link #learn} on, all have to be written by this. */
    synchronized void put(Bytes key, byte @Nullable [] value) {
        // Both under the lock: what is not noted here is in the store by the time that it is read.
        if (value != null) note(key);
        store.put(key, value);
        learnIfFull();
    }

    private void note(Bytes key) {
        KeyFilter filter = known;
        if (filter != null) filter.add(key.get());
        if (learnt != null) learnt.add(key.get());
        written++;
    }

    private void learnIfFull() {
        if (read + written > room) learn();
    }

    /** Reads the keys that the store holds, if nobody is about it. */
    synchronized void learn() {
        if (reader != null || closed) return;
        long rows = Math.min(Math.max(store.approximateNumEntries(), read), KeyFilter.MOST);
        room = Math.clamp(rows + rows / 2, leastRoom, KeyFilter.MOST);
        KeyFilter filter;
        try {
            filter = new KeyFilter(room);
            reader = Thread.ofPlatform().daemon().name("bouncer-blocklist-keys").start(() -> learn(filter));
        } catch (OutOfMemoryError e) {
            fail(e);
        }
    }

    private void learn(KeyFilter filter) {
        long start = System.nanoTime();
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> records = begin(filter)) {
            Bytes last = null;
            for (; !closed && records.hasNext(); count++) {
                last = records.next().key;
                filter.add(last.get());
            }
            if (!closed && !RecordStore.END.equals(last)) throw RecordStore.endedEarly();
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        end(filter, count);
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
        learnIfFull();
    }

    // What was known before, if anything, stays right. It is tried again when some more were written.
    private synchronized void fail(Throwable e) {
        learnt = null;
        reader = null;
        read = 0;
        written = 0;
        room = leastRoom;
        if (!closed) LOG.atWarn().setCause(e).log("could not learn the keys of the blocklist: lookups take longer");
    }

    /** Stops reading; the store may be closed then. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            // Whoever asks is to hear that the store is closed, not that it has no such key.
            known = null;
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
