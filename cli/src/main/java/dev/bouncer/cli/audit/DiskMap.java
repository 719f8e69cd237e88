package dev.bouncer.cli.audit;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Bytes to bytes, sorted by key, on disk, in some 50 MiB of memory however many there are. Thread-safe, but for its
 * cursors. Nothing survives a crash, and nothing needs to.
 */
final class DiskMap implements AutoCloseable {
    private static final long BUFFER = 8 << 20;
    private static final long CACHE = 16 << 20;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache cache = new LRUCache(CACHE);
    private final BloomFilter filter = new BloomFilter(10, false);
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final Options options = new Options().setCreateIfMissing(true).setWriteBufferSize(BUFFER)
            .setMaxOpenFiles(64).setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter)
                    .setCacheIndexAndFilterBlocks(true));
    private final RocksDB db;

    private DiskMap(Path folder) throws RocksDBException {
        this.db = RocksDB.open(options, folder.toString());
    }

    /** A new one in that folder. */
    static DiskMap open(Path folder) {
        try {
            return new DiskMap(folder);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Puts a value; null: removes the key. */
    void put(byte[] key, byte @Nullable [] value) {
        try {
            if (value == null) {
                db.delete(unlogged, key);
            } else {
                db.put(unlogged, key, value);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** All entries as they are now, in the order of the keys' unsigned bytes. */
    Cursor cursor() {
        return new Cursor(db.newIterator());
    }

    private static IllegalStateException failed(RocksDBException e) {
        return new IllegalStateException("the temporary store failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        db.close();
        options.close();
        unlogged.close();
        filter.close();
        cache.close();
    }

    /** Stands at one entry after the other. One thread. */
    static final class Cursor implements AutoCloseable {
        private final RocksIterator iterator;

        private Cursor(RocksIterator iterator) {
            this.iterator = iterator;
            iterator.seekToFirst();
        }

        /** The key here; null: behind the last entry. */
        byte @Nullable [] key() {
            if (iterator.isValid()) return iterator.key();
            try {
                iterator.status();
                return null;
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        byte[] value() {
            return iterator.value();
        }

        void next() {
            iterator.next();
        }

        @Override
        public void close() {
            iterator.close();
        }
    }
}
