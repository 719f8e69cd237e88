package dev.bouncer.streams.topology;

import java.time.Duration;
import java.util.Set;

import dev.bouncer.contract.ChainHead;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The state stores: on disk, each with a changelog. Their names stand in the names of the changelog topics, so a change
 * of one loses its state.
 */
final class StateStores {
    /** The rows in force, and those that ended a moment ago: the key as on the blocklist topic to the entry's JSON. */
    static final String BLOCKLIST = "blocklist";
    /** See {@link ExpiryIndex}. */
    static final String EXPIRIES = "expiries";
    /** See {@link SeenCommands}. */
    static final String SEEN = "seen";
    /** See {@link AuditChain}. */
    static final String CHAIN = ChainHead.STORE;

    /** See {@link History}. */
    static final String HISTORY = History.STORE;

    private StateStores() {}

    static Set<StoreBuilder<?>> all(Duration dedupWindow) {
        return Set.of(keyValue(BLOCKLIST).withCachingDisabled(), keyValue(EXPIRIES).withCachingDisabled(),
                keyValue(HISTORY).withCachingDisabled(),
                // One key, written with every event: the cache makes that one changelog record a commit. The others
                // hardly ever write a key twice in one commit, and a cache would only cost a copy.
                keyValue(CHAIN).withCachingEnabled(),
                Stores.windowStoreBuilder(Stores.persistentWindowStore(SEEN, dedupWindow, dedupWindow, false),
                        Serdes.ByteArray(), Serdes.ByteArray()).withCachingDisabled());
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> keyValue(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.ByteArray(),
                Serdes.ByteArray());
    }
}
