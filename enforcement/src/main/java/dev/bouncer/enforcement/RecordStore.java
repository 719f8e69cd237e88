package dev.bouncer.enforcement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of what is mostly asked for in vain. It is written in batches while it is restored, which nobody reads meanwhile;
 * a call across to RocksDB for each record is what restoring would mostly be. Whoever does read, and every commit, finds all
 * that was put. Once {@link #restored}, it writes each record at once, and learns which keys it need not ask RocksDB for.
 */
final class RecordStore implements KeyValueStore<Bytes, byte[]> {
    /**
     * The last key once it is restored, behind those of all rows. Kafka Streams takes an iterator of RocksDB's that could not
     * read on for one that is at its end: who has not come to this key has not read all that there is.
     */
    static final Bytes END = Bytes.wrap(new byte[]{(byte) 0xff, (byte) 0xff});

    private static final byte[] PRESENT = {1};
    private static final int BATCH = 1_000;

    private final KeyValueStore<Bytes, byte[]> store;
    // Guards what is written; when it is not empty, the store lacks it.
    private final List<KeyValue<Bytes, byte[]>> batch = new ArrayList<>(BATCH);
    private final StoredKeys keys;
    private volatile boolean restoring = true;

    RecordStore(KeyValueStore<Bytes, byte[]> store) {
        this(store, 1 << 16);
    }

    /** @param leastRoom for how many keys to make room at least */
    RecordStore(KeyValueStore<Bytes, byte[]> store, int leastRoom) {
        this.store = store;
        this.keys = new StoredKeys(store, leastRoom);
    }

    /** From now on each record is written at once, and what it does not hold is found out without it before long. */
    void restored() {
        synchronized (batch) {
            write();
            store.putIfAbsent(END, PRESENT);
            restoring = false;
        }
        keys.learn();
    }

    /** What to throw if it has ended before {@link #END}. */
    static ProcessorStateException endedEarly() {
        return new ProcessorStateException("the blocklist store could not be read to its end: is its disk all right?");
    }

    private void write() {
        if (batch.isEmpty()) return;
        store.putAll(batch);
        batch.clear();
    }

    /** The store, with all that was put. */
    private KeyValueStore<Bytes, byte[]> written() {
        if (restoring) {
            synchronized (batch) {
                write();
            }
        }
        return store;
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (restoring && gather(key, value)) return;
        keys.put(key, value);
    }

    /** Whether it is still restored, so that the record is written with others. */
    private boolean gather(Bytes key, byte @Nullable [] value) {
        synchronized (batch) {
            if (!restoring) return false;
            batch.add(KeyValue.pair(key, value));
            if (batch.size() >= BATCH) write();
            return true;
        }
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        // What stood there nobody asks, and to read it would cost more than all the rest.
        put(key, null);
        return null;
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] present = get(key);
        if (present == null) put(key, value);
        return present;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return keys.mayHold(key) ? written().get(key) : null;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return written().range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return written().all();
    }

    @Override
    public long approximateNumEntries() {
        return written().approximateNumEntries();
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
        written().commit(offsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return store.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // asked by Kafka Streams, of every store
    public boolean managesOffsets() {
        return store.managesOffsets();
    }

    @Override
    public void close() {
        keys.close();
        if (store.isOpen()) written();
        store.close();
    }

    @Override
    public boolean persistent() {
        return store.persistent();
    }

    @Override
    public boolean isOpen() {
        return store.isOpen();
    }

    @Override
    public Position getPosition() {
        return store.getPosition();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return written().query(query, bound, config);
    }
}
