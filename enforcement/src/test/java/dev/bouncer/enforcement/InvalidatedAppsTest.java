package dev.bouncer.enforcement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Predicate;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class InvalidatedAppsTest {
    private static final List<String> WITHOUT = List.of("a", "chat", "chat-2", "invalidate", "user", "_", "-", "Zz9");
    private static final List<String> WITH = List.of("a-b", "chat2", "chat_", "invalidated", "z", "0", "--");

    private final InvalidatedApps apps = new InvalidatedApps();
    private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("blocklist").get();

    @Test
    void finds_in_a_store_the_apps_that_have_invalidations_and_no_others() {
        for (String app : WITHOUT) {
            put(app + ":device:invalidate:user:x", app + ":user:x", app + ":ip:10.0.0.0/8");
        }
        for (String app : WITH) {
            put(app + ":invalidate:user:x", app + ":user:😀");
        }
        put("\0\4\10chat");
        store.put(RecordStore.END, new byte[0]);

        apps.readFrom(store);

        assertThat(WITH).allMatch(apps::contains);
        assertThat(WITHOUT).noneMatch(apps::contains);
    }

    @Test
    void an_empty_store_has_none() {
        store.put(RecordStore.END, new byte[0]);

        apps.readFrom(store);

        assertThat(apps.contains("chat")).isFalse();
    }

    @Test
    void a_store_that_ends_too_early_is_no_store_without_invalidations() {
        assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> apps.readFrom(store));
        put("chat:user:x");
        assertThatExceptionOfType(StreamsException.class).isThrownBy(() -> apps.readFrom(store));
    }

    @Test
    void notes_the_rows_of_invalidations_alone() {
        for (String key : List.of("chat:user:alice", "chat:user:invalidate:x", "chat:invalidate", "\0\4chat", "",
                "chat")) {
            apps.note(key.getBytes(UTF_8));
        }
        assertThat(List.of("chat", "")).noneMatch((Predicate<String>) apps::contains);

        apps.note("chat:invalidate:user:alice".getBytes(UTF_8));
        assertThat(apps.contains("chat")).isTrue();
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put(Bytes.wrap(key.getBytes(UTF_8)), new byte[0]);
        }
    }
}
