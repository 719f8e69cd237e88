package dev.bouncer.enforcement;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocklist topic as a global state store of Kafka Streams in this JVM, on disk: committed records only, and how far
 * they go is told to the overlay. Starting restores it; what was on disk is not read again.
 */
final class MaterializedBlocklist implements BlockStore, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MaterializedBlocklist.class);
    private static final String STORE = "blocklist";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final GlobalConsumerSupplier clients;
    private final Progress progress;
    private final RecordStore records;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Counter unreadable;
    private volatile @Nullable ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private volatile boolean failed;
    private volatile @Nullable Throwable failure;

    /**
     * Opens it without starting.
     *
     * @param name names this node's copy: the Streams application id
     */
    MaterializedBlocklist(Map<String, Object> kafka, String topic, String name, Path stateDir, Overlay overlay,
            PrefixLengths prefixLengths, InvalidatedApps invalidated, int partitions, MeterRegistry meters) {
        this.progress = new Progress(partitions);
        this.unreadable = meters.counter("bouncer.blocklist.unreadable");
        Properties properties = new Properties();
        properties.putAll(properties(kafka, name, stateDir));
        this.records = new RecordStore(Stores.persistentKeyValueStore(STORE).get());
        this.clients = new GlobalConsumerSupplier(topic, progress);
        this.streams = new KafkaStreams(topology(topic, overlay, prefixLengths, invalidated, records, unreadable),
                properties, clients);
        streams.setUncaughtExceptionHandler(e -> {
            failure = e;
            LOG.atError().setCause(e).log("the blocklist store failed");
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.PENDING_ERROR) failed = true;
            if (failed || now == KafkaStreams.State.RUNNING) settled.countDown();
        });
    }

    private static Map<String, Object> properties(Map<String, Object> kafka, String name, Path stateDir) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        // Without exactly-once, which an application that writes nothing has no use for, Streams would read uncommitted.
        properties.put(StreamsConfig.globalConsumerPrefix("isolation.level"), "read_committed");
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreSettings.class);
        properties.put(StreamsConfig.globalConsumerPrefix("reconnect.backoff.max.ms"), 1_000);
        // Partitions are restored one after the other, and none is read before the broker has answered the question for more
        // of the one before, which it keeps open for so long: with Kafka's half second, six of them took three.
        properties.put(StreamsConfig.globalConsumerPrefix("fetch.max.wait.ms"), 100);
        return properties;
    }

    private static Topology topology(String topic, Overlay overlay, PrefixLengths prefixLengths,
            InvalidatedApps invalidated, RecordStore records, Counter unreadable) {
        Topology topology = new Topology();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(supplier(records), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "blocklist-records", Serdes.Bytes().deserializer(), Serdes.ByteArray().deserializer(), topic,
                "blocklist-store", () -> new BlocklistLoader(STORE, overlay, prefixLengths, invalidated, unreadable));
        return topology;
    }

    // Kafka Streams makes a global store once.
    private static KeyValueBytesStoreSupplier supplier(RecordStore records) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return STORE;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return records;
            }

            @Override
            public String metricsScope() {
                return "rocksdb";
            }
        };
    }

    /**
     * Starts, and waits until the store is restored.
     *
     * @throws StreamsException if it cannot be
     */
    void start(PrefixLengths prefixLengths, InvalidatedApps invalidated) throws InterruptedException {
        streams.start();
        settled.await();
        if (failed) throw new StreamsException("the blocklist store could not be restored", failure);
        records.restored();
        BlocklistLoader.readPrefixLengths(records, prefixLengths);
        invalidated.readFrom(records);
        // Not through Kafka Streams, which looks for the store anew at each question, and measures nothing that we read.
        store = records;
    }

    /** What its client says of itself. */
    AutoCloseable bindTo(MeterRegistry meters) {
        return clients.bindTo(meters);
    }

    /**
     * About how many rows it has, ended ones included, its own last one not: RocksDB counts one that was replaced twice until
     * it compacts them.
     */
    long size() {
        return Math.max(0, records.approximateNumEntries() - 1);
    }

    /** How far it has come in the blocklist topic. */
    Progress progress() {
        return progress;
    }

    /** Whether it gave up, so that it has to be thrown away and made anew. */
    boolean failed() {
        return failed;
    }

    @Override
    public @Nullable BlockEntry get(BlocklistKey key) {
        byte[] value = store().get(Bytes.wrap(key.bytes()));
        return value == null ? null : decode(value);
    }

    @Override
    public Entries range(byte[] from, byte[] to) {
        KeyValueIterator<Bytes, byte[]> records = store().range(Bytes.wrap(from), RecordStore.END);
        return new StoredEntries(records, Bytes.wrap(to));
    }

    @Override
    public boolean scan(byte[] from, byte[] to, Visitor visitor) {
        Bytes end = Bytes.wrap(to);
        try (KeyValueIterator<Bytes, byte[]> records = store().range(Bytes.wrap(from), RecordStore.END)) {
            while (records.hasNext()) {
                var record = records.next();
                if (record.key.compareTo(end) >= 0) return true;
                if (!visitor.visit(record.key.get(), record.value)) return false;
            }
            throw RecordStore.endedEarly();
        }
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store() {
        ReadOnlyKeyValueStore<Bytes, byte[]> restored = store;
        if (restored == null) throw new IllegalStateException("the blocklist is not restored yet");
        return restored;
    }

    // The loader does not look into values, to restore fast; only moderation-streams writes them.
    private @Nullable BlockEntry decode(byte[] value) {
        try {
            return BlockJson.decode(value);
        } catch (IllegalArgumentException e) {
            unreadable.increment();
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("skipped an unreadable blocklist entry");
            return null;
        }
    }

    /** Ends it; whether all that it has read is safe on disk now. */
    boolean end() {
        return streams.close(PATIENCE) && !failed;
    }

    @Override
    public void close() {
        end();
    }

    private final class StoredEntries implements Entries {
        private final KeyValueIterator<Bytes, byte[]> records;
        private final Bytes end;
        private @Nullable BlockEntry next;

        StoredEntries(KeyValueIterator<Bytes, byte[]> records, Bytes end) {
            this.records = records;
            this.end = end;
            try {
                advance();
            } catch (RuntimeException e) {
                records.close();
                throw e;
            }
        }

        private void advance() {
            next = null;
            while (next == null) {
                if (!records.hasNext()) throw RecordStore.endedEarly();
                var record = records.next();
                if (record.key.compareTo(end) >= 0) return;
                next = decode(record.value);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public BlockEntry next() {
            BlockEntry block = next;
            if (block == null) throw new NoSuchElementException();
            advance();
            return block;
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
