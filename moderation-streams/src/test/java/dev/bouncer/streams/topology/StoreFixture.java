package dev.bouncer.streams.topology;

import java.util.Properties;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store in memory, for what is built on one. */
final class StoreFixture {
    private StoreFixture() {}

    static KeyValueStore<byte[], byte[]> keyValue() {
        Properties properties = new Properties();
        properties.put("application.id", "fixture");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("fixture"),
                Serdes.ByteArray(), Serdes.ByteArray()).withLoggingDisabled().build();
        store.init(new MockProcessorContext<byte[], byte[]>(properties).getStateStoreContext(), store);
        return store;
    }
}
