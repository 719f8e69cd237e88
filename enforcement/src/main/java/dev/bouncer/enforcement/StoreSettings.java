package dev.bouncer.enforcement;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;

/**
 * What of RocksDB's is set otherwise than Kafka Streams has it, for a store that is filled once, hardly changed, and asked
 * mostly for what is not in it. Kafka Streams makes one for each store it opens.
 */
public final class StoreSettings implements RocksDBConfigSetter {
    private static final int MIB = 1024 * 1024;

    /** For Kafka Streams. */
    public StoreSettings() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        // Kafka Streams leaves the filter out of the largest file, where nearly all blocks are, since its stores are mostly
        // asked for what they hold.
        options.setOptimizeFiltersForHits(false);
        // JSON of one kind: a third of the bytes to write, to merge, and for the kernel to keep in memory.
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        // Fewer and larger files to be merged while the store is filled.
        options.setWriteBufferSize(32 * MIB);
        options.setLevel0FileNumCompactionTrigger(8);
        // What is not in a file yet has a filter too: a search through it takes longer than one in a file that has one.
        options.setMemtableWholeKeyFiltering(true);
        options.setMemtablePrefixBloomSizeRatio(0.02);
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing of ours is in them that would have to be closed.
    }
}
