package dev.bouncer.streams;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * What of RocksDB's is set otherwise than Kafka Streams has it, for stores that are asked mostly for what is not in them, and
 * of which a process has some forty: seven for each of its partitions. Kafka Streams makes one of these for each store it
 * opens.
 */
public final class StoreSettings implements RocksDBConfigSetter {
    private static final int MIB = 1024 * 1024;
    private static final int WRITE_BUFFER = 8 * MIB;
    private static final int CACHE = 64 * MIB;

    // Of the whole process, and for as long as it lives: stores come and go with their partitions.
    private static final class Shared {
        private static final Cache CACHED;
        static {
            RocksDB.loadLibrary();
            CACHED = new LRUCache(CACHE);
        }
    }

    /** For Kafka Streams. */
    public StoreSettings() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        // Each store may hold its own otherwise: 50 MiB of what it read, and 48 of what it has not written yet.
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHED);
        options.setTableFormatConfig(table);
        options.setWriteBufferSize(WRITE_BUFFER);
        // Kafka Streams leaves the filter out of the largest file, since stores are mostly asked for what they hold.
        options.setOptimizeFiltersForHits(false);
        // What is not in a file yet has a filter too: a search through it takes longer than one in a file that has one.
        options.setMemtableWholeKeyFiltering(true);
        options.setMemtablePrefixBloomSizeRatio(0.02);
        // JSON, and keys that begin alike.
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        // What is shared stays.
    }
}
