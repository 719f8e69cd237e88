package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StoredKeysTest {
    private static final byte[] VALUE = {1};

    private static Bytes key(String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }

    /** A store of three records that can be read to the second, by who reads first. */
    private static class Reluctant extends InMemoryKeyValueStore {
        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch read = new CountDownLatch(1);
        private final @Nullable RuntimeException failure;

        /** @param failure null: it says that it is at its end, as Kafka's RocksDB does */
        Reluctant(@Nullable RuntimeException failure) {
            super("blocklist");
            this.failure = failure;
            put(key("a"), VALUE);
            put(key("b"), VALUE);
            put(RecordStore.END, VALUE);
        }

        @Override
        public synchronized KeyValueIterator<Bytes, byte[]> all() {
            KeyValueIterator<Bytes, byte[]> all = super.all();
            if (reads.getAndIncrement() > 0) return all;
            return new KeyValueIterator<>() {
                private int given;

                @Override
                public boolean hasNext() {
                    if (given == 1 && failure != null) throw failure;
                    return given < 1;
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    given++;
                    return all.next();
                }

                @Override
                public Bytes peekNextKey() {
                    return all.peekNextKey();
                }

                @Override
                public void close() {
                    all.close();
                    read.countDown();
                }
            };
        }
    }

    private static void learnsNothingUntilItCanReadTheStoreToItsEnd(Reluctant store) throws InterruptedException {
        StoredKeys keys = new StoredKeys(store, 2);
        keys.learn();
        assertThat(store.read.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(keys.mayHold(key("b"))).isTrue();
        assertThat(keys.mayHold(key("stranger"))).isTrue();

        // Again when as many were written as there is room for.
        await().until(() -> {
            keys.put(key("c"), VALUE);
            return !keys.mayHold(key("stranger"));
        });
        assertThat(keys.mayHold(key("b"))).isTrue();
        assertThat(keys.mayHold(key("c"))).isTrue();
    }

    @Test
    void learns_nothing_from_a_store_that_ends_too_early() throws InterruptedException {
        learnsNothingUntilItCanReadTheStoreToItsEnd(new Reluctant(null));
    }

    @Test
    void learns_nothing_from_a_store_that_fails() throws InterruptedException {
        learnsNothingUntilItCanReadTheStoreToItsEnd(new Reluctant(new IllegalStateException("a bad block")));
    }

    // Otherwise it could be neither in what is read nor in what is noted.
    @Test
    void reading_begins_before_a_record_is_put_or_after_it() throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        AtomicReference<StoredKeys> keys = new AtomicReference<>();
        // Not one in memory, which would let nobody read while it is written, either.
        @SuppressWarnings("unchecked")
        KeyValueStore<Bytes, byte[]> store = (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[]{KeyValueStore.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "put" -> {
                            keys.get().learn();
                            assertThat(opened.await(200, TimeUnit.MILLISECONDS)).isFalse();
                        }
                        case "all" -> opened.countDown();
                        default -> {
                            return 0L;
                        }
                    }
                    return null;
                });
        keys.set(new StoredKeys(store, 1));
        keys.get().put(key("a"), VALUE);
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_store_that_was_closed_is_asked_and_says_so() {
        InMemoryKeyValueStore store = new InMemoryKeyValueStore("blocklist") {
            @Override
            public synchronized byte[] get(Bytes key) {
                if (closed) throw new InvalidStateStoreException("closed");
                return super.get(key);
            }

            private boolean closed;

            @Override
            public void close() {
                closed = true;
            }
        };
        RecordStore records = new RecordStore(store);
        records.restored();
        await().until(() -> {
            store.put(key("stranger"), VALUE);
            return records.get(key("stranger")) == null;
        });
        records.close();
        assertThatExceptionOfType(InvalidStateStoreException.class)
                .isThrownBy(() -> records.get(key("stranger")));
    }
}
