package dev.bouncer.enforcement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bouncer.contract.Lane;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Which apps have invalidations, so that connecting costs those that have none no look-up. Apps are only ever added: a
 * superset is right, only slower. Thread-safe.
 */
final class InvalidatedApps {
    // As in a row's key, app:invalidate:kind:id.
    private static final byte[] MARK = (':' + Lane.INVALIDATE.wireName() + ':').getBytes(StandardCharsets.US_ASCII);
    // The lowest character of an app's name: what the loader keeps beside the rows comes before it.
    private static final byte[] FIRST = {'-'};

    private final Set<String> apps = ConcurrentHashMap.newKeySet();

    void add(String app) {
        apps.add(app);
    }

    boolean contains(String app) {
        return apps.contains(app);
    }

    /** Notes the app of a row's key, if it is that of an invalidation. */
    void note(byte[] key) {
        int colon = appLength(key);
        int end = colon + MARK.length;
        if (end <= key.length && Arrays.equals(key, colon, end, MARK, 0, MARK.length))
            add(new String(key, 0, colon, StandardCharsets.US_ASCII));
    }

    /**
     * Notes the apps that have invalidations in a store that was restored. It looks at two rows an app, not at all of them, and needs nothing
     * kept beside them: a store may have been written by a release that knew of no invalidations.
     *
     * @throws org.apache.kafka.streams.errors.StreamsException if it cannot be read
     */
    void readFrom(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        byte[] from = FIRST;
        while (true) {
            byte[] next = first(store, from);
            if (Arrays.equals(next, RecordStore.END.get())) return;
            int colon = appLength(next);
            byte[] marked = Arrays.copyOf(next, colon + MARK.length);
            System.arraycopy(MARK, 0, marked, colon, MARK.length);
            note(first(store, marked));
            // Behind all of the app's: the character after the colon, which stands in no app's name.
            from = Arrays.copyOf(next, colon + 1);
            from[colon] = ':' + 1;
        }
    }

    private static byte[] first(ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] from) {
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), RecordStore.END)) {
            if (!rows.hasNext()) throw RecordStore.endedEarly();
            return rows.next().key.get();
        }
    }

    private static int appLength(byte[] key) {
        int length = 0;
        while (length < key.length && key[length] != ':')
            length++;
        return length;
    }
}
