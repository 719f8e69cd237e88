package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

final class BlocklistLoaderTest {
    private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("blocklist").get();
    private final PrefixLengths lengths = new PrefixLengths();

    @Test
    void a_store_that_ends_too_early_is_no_store_without_ranges() {
        store.put(Bytes.wrap(new byte[]{0, 4, 8, 'c', 'h', 'a', 't'}), new byte[]{1});
        assertThatExceptionOfType(StreamsException.class)
                .isThrownBy(() -> BlocklistLoader.readPrefixLengths(store, lengths));

        store.put(RecordStore.END, new byte[]{1});
        BlocklistLoader.readPrefixLengths(store, lengths);
        assertThat(lengths.shorter("chat", true, 32)).isEqualTo(8);
        assertThat(lengths.shorter("chat", false, 128)).isEqualTo(-1);
    }
}
