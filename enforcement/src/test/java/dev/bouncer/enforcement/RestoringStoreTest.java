package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

final class RestoringStoreTest {
    private final KeyValueStore<Bytes, byte[]> below = Stores.inMemoryKeyValueStore("blocklist").get();
    private final RestoringStore store = new RestoringStore(below);

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
}
