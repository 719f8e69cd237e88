package dev.bouncer.api.console.search;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import dev.bouncer.enforcement.BlockStore;
import dev.bouncer.enforcement.InMemoryBlockStore;
import dev.bouncer.enforcement.StoreSettings;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Rows in RocksDB with the settings of a real node, passed by as Kafka Streams does: each key and value is copied. */
final class RocksBlockStore implements BlockStore, AutoCloseable {
    private final Options options = new Options().setCreateIfMissing(true);
    private final RocksDB rocks;

    RocksBlockStore(Path dir) throws RocksDBException {
        RocksDB.loadLibrary();
        new StoreSettings().setConfig("blocklist", options, Map.of());
        rocks = RocksDB.open(options, dir.toString());
    }

    void put(BlockEntry block) throws RocksDBException {
        rocks.put(block.key().bytes(), BlockJson.encode(block));
    }

    @Override
    public @Nullable BlockEntry get(BlocklistKey key) {
        throw new UnsupportedOperationException("only scanned here");
    }

    @Override
    public Entries range(byte[] from, byte[] to) {
        return new InMemoryBlockStore().range(from, to);
    }

    @Override
    public boolean scan(byte[] from, byte[] to, Visitor visitor) {
        try (RocksIterator rows = rocks.newIterator()) {
            for (rows.seek(from); rows.isValid(); rows.next()) {
                byte[] key = rows.key();
                if (Arrays.compareUnsigned(key, to) >= 0) return true;
                if (!visitor.visit(key, rows.value())) return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        rocks.close();
        options.close();
    }
}
