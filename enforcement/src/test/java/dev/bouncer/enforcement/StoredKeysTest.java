package dev.bouncer.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;

final class StoredKeysTest {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final InMemoryKeyValueStore store = new InMemoryKeyValueStore("blocklist") {
        @Override
        public synchronized KeyValueIterator<Bytes, byte[]> all() {
            opened.countDown();
            return super.all();
        }
    };
    private final StoredKeys keys = new StoredKeys(store, 1);

    // Otherwise it could be neither in what is read nor in what is noted.
    @Test
    void reading_begins_before_a_record_is_put_or_after_it() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        keys.put(Bytes.wrap("a".getBytes(StandardCharsets.UTF_8)), () -> {
            keys.learn();
            try {
                assertThat(opened.await(200, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            looked.countDown();
        });
        assertThat(looked.getCount()).isZero();
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
