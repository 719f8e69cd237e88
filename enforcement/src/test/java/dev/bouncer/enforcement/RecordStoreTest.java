package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

final class RecordStoreTest {
    private final KeyValueStore<Bytes, byte[]> below = new Snapshots();
    private final RecordStore store = new RecordStore(below);

    private static Bytes key(String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] value(int number) {
        return new byte[]{(byte) number};
    }

    @Test
    void what_was_put_is_found() {
        store.put(key("a"), value(1));
        assertThat(store.get(key("a"))).isEqualTo(value(1));
        store.put(key("b"), value(2));
        try (KeyValueIterator<Bytes, byte[]> all = store.range(key("a"), key("c"))) {
            assertThat(all).toIterable().extracting(entry -> entry.key).containsExactly(key("a"), key("b"));
        }
    }

    @Test
    void the_last_word_on_a_key_counts() {
        store.put(key("a"), value(1));
        store.delete(key("a"));
        store.put(key("b"), value(1));
        store.delete(key("b"));
        store.put(key("b"), value(2));
        assertThat(store.get(key("a"))).isNull();
        assertThat(store.get(key("b"))).isEqualTo(value(2));
    }

    @Test
    void while_it_is_restored_it_is_written_in_batches() {
        for (int i = 0; i < 999; i++) {
            store.put(key("u-" + i), value(i));
        }
        assertThat(below.approximateNumEntries()).isZero();
        store.put(key("u-999"), value(0));
        assertThat(below.approximateNumEntries()).isEqualTo(1_000);
    }

    @Test
    void a_commit_holds_all_that_was_put() {
        store.put(key("a"), value(1));
        store.commit(Map.of());
        assertThat(below.get(key("a"))).isEqualTo(value(1));
    }

    @Test
    void once_restored_it_is_written_at_once() {
        store.put(key("a"), value(1));
        store.restored();
        assertThat(below.get(key("a"))).isEqualTo(value(1));
        store.put(key("a"), value(2));
        assertThat(below.get(key("a"))).isEqualTo(value(2));
        store.delete(key("a"));
        assertThat(below.get(key("a"))).isNull();
    }

    // What came into the store by another way than through it: whoever finds that has asked below.
    private boolean isAskedBelow(RecordStore store, String key) {
        below.put(key(key), value(9));
        boolean asked = store.get(key(key)) != null;
        below.delete(key(key));
        return asked;
    }

    private void awaitKnown(RecordStore store) {
        // One in some hundreds it asks for all the same.
        await().until(() -> IntStream.range(0, 8).filter(i -> isAskedBelow(store, "stranger-" + i)).count() < 3);
    }

    @Test
    void once_restored_it_does_not_ask_for_what_it_does_not_hold() {
        store.put(key("a"), value(1));
        assertThat(isAskedBelow(store, "stranger")).isTrue();
        store.restored();
        awaitKnown(store);
        assertThat(store.get(key("a"))).isEqualTo(value(1));
        assertThat(store.get(key("b"))).isNull();
        store.put(key("b"), value(2));
        assertThat(store.get(key("b"))).isEqualTo(value(2));
        store.putAll(List.of(KeyValue.pair(key("c"), value(3))));
        assertThat(store.get(key("c"))).isEqualTo(value(3));
        assertThat(store.putIfAbsent(key("d"), value(4))).isNull();
        assertThat(store.putIfAbsent(key("d"), value(5))).isEqualTo(value(4));
        assertThat(store.get(key("d"))).isEqualTo(value(4));
    }

    @Test
    void what_was_on_disk_is_found() {
        below.put(key("a"), value(1));
        store.restored();
        awaitKnown(store);
        assertThat(store.get(key("a"))).isEqualTo(value(1));
    }

    @Test
    void what_is_put_while_the_keys_are_read_is_found() {
        RecordStore small = new RecordStore(below, 1);
        small.restored();
        // There is room for one key at first and for half as many again as were read each time, so that they are read dozens of times.
        for (int i = 0; i < 20_000; i++) {
            small.put(key("u-" + i), value(i));
            assertThat(small.get(key("u-" + i))).as("u-%d", i).isEqualTo(value(i));
        }
        awaitKnown(small);
        for (int i = 0; i < 20_000; i++) {
            assertThat(small.get(key("u-" + i))).as("u-%d", i).isEqualTo(value(i));
        }
    }

    @Test
    void there_is_room_again_for_many_keys_when_others_went() {
        RecordStore small = new RecordStore(below, 1_000);
        small.restored();
        awaitKnown(small);
        for (int i = 0; i < 100_000; i++) {
            small.put(key("u-" + i), value(i));
            small.delete(key("u-" + i));
        }
        awaitKnown(small);
        assertThat(IntStream.range(0, 1_000).filter(i -> isAskedBelow(small, "v-" + i)).count()).isLessThan(50);
    }

    @Test
    void nobody_reads_below_once_it_is_closed() {
        Endless endless = new Endless();
        RecordStore store = new RecordStore(endless);
        store.restored();
        await().until(() -> endless.read.get() > 2);
        store.close();
        assertThat(endless.readAfterClose).isFalse();
    }

    // Kafka's own misses keys while others are put.
    private static final class Snapshots extends InMemoryKeyValueStore {
        Snapshots() {
            super("blocklist");
        }

        @Override
        public synchronized KeyValueIterator<Bytes, byte[]> all() {
            InMemoryKeyValueStore copy = new InMemoryKeyValueStore("copy");
            try (KeyValueIterator<Bytes, byte[]> all = super.all()) {
                all.forEachRemaining(record -> copy.put(record.key, record.value));
            }
            return copy.all();
        }
    }

    private static final class Endless extends InMemoryKeyValueStore {
        private static final Duration A_WHILE = Duration.ofMillis(10);

        private final AtomicLong read = new AtomicLong();
        private volatile boolean closed;
        private volatile boolean readAfterClose;

        Endless() {
            super("blocklist");
        }

        @Override
        public synchronized KeyValueIterator<Bytes, byte[]> all() {
            return new KeyValueIterator<>() {
                @Override
                public boolean hasNext() {
                    LockSupport.parkNanos(A_WHILE.toNanos());
                    if (closed) readAfterClose = true;
                    return !readAfterClose;
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    read.incrementAndGet();
                    return KeyValue.pair(key("u"), value(1));
                }

                @Override
                public Bytes peekNextKey() {
                    return key("u");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            closed = true;
            // Long enough to notice who still reads.
            LockSupport.parkNanos(A_WHILE.multipliedBy(10).toNanos());
        }
    }
}
