package dev.bouncer.streams.topology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The last audit records of each subject in one partition: a row for each, {@code app:kind:id}, a zero byte, which no
 * subject holds, and the number of the record among the subject's, to the record's bytes as on the audit topic. The row of
 * the first one stays for good, empty once its record is dropped: it tells who has a history at all. Belongs to one task;
 * not thread-safe. {@link #newest} may be asked by any thread.
 */
public final class History {
    /** The store's name. */
    public static final String STORE = "history";
    /** How many records of a subject are kept. */
    public static final int KEPT = 100;

    private static final byte[] DROPPED = {};

    private final KeyValueStore<byte[], byte[]> rows;

    History(KeyValueStore<byte[], byte[]> rows) {
        this.rows = rows;
    }

    /** Adds the subject's newest record and drops the oldest where there are too many. */
    void append(SubjectKey subject, byte[] record) {
        byte[] key = subject.bytes();
        long next = count(key);
        rows.put(row(key, next), record);
        // Not by delete, which reads the row first.
        if (next >= KEPT) rows.put(row(key, next - KEPT), next == KEPT ? DROPPED : null);
    }

    // How many there ever were. Most have none, which RocksDB's filters know of a row but not of a range. What is deleted is older than what is read here, so RocksDB, which keeps deleted rows for
    // a while, never has to walk over them.
    private long count(byte[] key) {
        if (rows.get(row(key, 0)) == null) return 0;
        try (KeyValueIterator<byte[], byte[]> newest = newestFirst(rows, key)) {
            if (!newest.hasNext()) return 0;
            byte[] row = newest.peekNextKey();
            return ByteBuffer.wrap(row).getLong(row.length - Long.BYTES) + 1;
        }
    }

    /** The subject's last records, newest first; at most that many. */
    public static List<byte[]> newest(ReadOnlyKeyValueStore<byte[], byte[]> rows, SubjectKey subject, int limit) {
        List<byte[]> records = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> newest = newestFirst(rows, subject.bytes())) {
            while (newest.hasNext() && records.size() < limit) {
                byte[] record = newest.next().value;
                if (record.length == 0) break;
                records.add(record);
            }
        }
        return records;
    }

    private static KeyValueIterator<byte[], byte[]> newestFirst(ReadOnlyKeyValueStore<byte[], byte[]> rows,
            byte[] key) {
        return rows.reverseRange(row(key, 0), row(key, Long.MAX_VALUE));
    }

    private static byte[] row(byte[] key, long number) {
        return ByteBuffer.allocate(key.length + 1 + Long.BYTES).put(key).put((byte) 0).putLong(number).array();
    }
}
