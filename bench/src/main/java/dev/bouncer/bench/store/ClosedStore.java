package dev.bouncer.bench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The files that an edge has left, read by RocksDB alone, with the filters and as large a cache as an edge's. */
final class ClosedStore implements AutoCloseable {
    // Kafka Streams' own.
    private static final long CACHE = 50L * 1024 * 1024;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache cache = new LRUCache(CACHE);
    private final BloomFilter filter = new BloomFilter();
    private final ColumnFamilyOptions columns = new ColumnFamilyOptions().setTableFormatConfig(
            new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    private final DBOptions options = new DBOptions();
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final RocksDB db;

    /** @param dir somewhere below which there is one store */
    ClosedStore(Path dir) {
        try (Stream<Path> files = Files.walk(dir); Options all = new Options()) {
            String path = files.filter(file -> file.endsWith("CURRENT")).map(file -> file.resolveSibling(""))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no store in " + dir)).toString();
            List<ColumnFamilyDescriptor> families = RocksDB.listColumnFamilies(all, path).stream()
                    .map(name -> new ColumnFamilyDescriptor(name, columns)).toList();
            db = RocksDB.openReadOnly(options, path, families, handles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
        columns.close();
        filter.close();
        cache.close();
    }
}
