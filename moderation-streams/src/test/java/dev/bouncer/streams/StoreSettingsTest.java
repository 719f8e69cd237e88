package dev.bouncer.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.junit.jupiter.api.Test;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

final class StoreSettingsTest {
    static {
        RocksDB.loadLibrary();
    }

    @Test
    void allStoresShareOneCacheAndOutliveEachOther() {
        try (Options one = asKafkaStreamsHasThem(); Options other = asKafkaStreamsHasThem()) {
            StoreSettings first = new StoreSettings();
            first.setConfig("one", one, Map.of());
            first.close("one", one);
            new StoreSettings().setConfig("other", other, Map.of());

            assertThat(cache(other).blockCache()).isSameAs(cache(one).blockCache())
                    .matches(cache -> cache.isOwningHandle(), "still open");
            assertThat(one.optimizeFiltersForHits()).isFalse();
        }
    }

    private static Options asKafkaStreamsHasThem() {
        BlockBasedTableConfigWithAccessibleCache table = new BlockBasedTableConfigWithAccessibleCache();
        table.setBlockCache(new LRUCache(1024));
        return new Options().setTableFormatConfig(table).setOptimizeFiltersForHits(true);
    }

    private static BlockBasedTableConfigWithAccessibleCache cache(Options options) {
        return (BlockBasedTableConfigWithAccessibleCache) options.tableFormatConfig();
    }
}
