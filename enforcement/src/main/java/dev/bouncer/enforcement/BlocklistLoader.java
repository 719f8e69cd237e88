package dev.bouncer.enforcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SourceOffset;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.Counter;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts blocklist records into the store, and only then tells the overlay how far the store has come. Beside the entries it
 * keeps the prefix lengths in use, under keys that begin with a byte no app's name begins with: a store that is opened
 * again from disk is not read through, and must know them all the same.
 */
final class BlocklistLoader implements Processor<Bytes, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(BlocklistLoader.class);
    private static final byte LENGTHS = 0;
    private static final byte[] PRESENT = {1};

    private final String storeName;
    private final Overlay overlay;
    private final PrefixLengths prefixLengths;
    private final PrefixLengths stored = new PrefixLengths();
    private final InvalidatedApps invalidated;
    private final Counter unreadable;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    BlocklistLoader(String storeName, Overlay overlay, PrefixLengths prefixLengths, InvalidatedApps invalidated,
            Counter unreadable) {
        this.storeName = storeName;
        this.overlay = overlay;
        this.prefixLengths = prefixLengths;
        this.invalidated = invalidated;
        this.unreadable = unreadable;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        this.store = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<Bytes, byte[]> record) {
        if (context == null || store == null) throw new IllegalStateException("not initialized");
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        Bytes key = record.key();
        if (key != null && isRow(key.get())) {
            if (record.value() == null) {
                store.delete(key);
            } else {
                noteRange(store, key);
                invalidated.note(key.get());
                store.put(key, record.value());
            }
        } else {
            unreadable.increment();
            LOG.atWarn().addKeyValue("topic", metadata.topic()).addKeyValue("partition", metadata.partition())
                    .addKeyValue("offset", metadata.offset())
                    .log("skipped a blocklist record: expected a key that begins with the name of an app");
        }
        SourceOffset.read(record.headers())
                .ifPresent(offset -> overlay.materialized(metadata.partition(), offset));
    }

    // Keys of the store's own begin otherwise.
    private static boolean isRow(byte[] key) {
        return key.length > 0 && key[0] != LENGTHS && key[0] != RecordStore.END.get()[0];
    }

    private void noteRange(KeyValueStore<Bytes, byte[]> store, Bytes key) {
        String text = new String(key.get(), StandardCharsets.UTF_8);
        int app = text.indexOf(':');
        if (app < 0 || !text.startsWith(SubjectKind.IP.wireName() + ':', app + 1)) return;
        try {
            SubjectKey subject = SubjectKey.parse(text);
            IpRange range = IpRange.parse(subject.subject().id());
            prefixLengths.add(subject.app(), range);
            if (stored.add(subject.app(), range)) store.put(lengthKey(subject.app(), range), PRESENT);
        } catch (IllegalArgumentException e) {
            // Not a key that anybody will ask for.
        }
    }

    private static Bytes lengthKey(String app, IpRange range) {
        byte[] name = app.getBytes(StandardCharsets.US_ASCII);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 3).put(LENGTHS).put((byte) (range.isV4() ? 4 : 6))
                .put((byte) range.prefixLength()).put(name).array());
    }

    /** @throws org.apache.kafka.streams.errors.StreamsException if it cannot be read */
    static void readPrefixLengths(ReadOnlyKeyValueStore<Bytes, byte[]> store, PrefixLengths prefixLengths) {
        try (KeyValueIterator<Bytes, byte[]> keys = store.range(Bytes.wrap(new byte[]{LENGTHS}), RecordStore.END)) {
            while (keys.hasNext()) {
                byte[] key = keys.next().key.get();
                if (key[0] != LENGTHS) return;
                String app = new String(key, 3, key.length - 3, StandardCharsets.US_ASCII);
                String anyAddress = key[1] == 4 ? "0.0.0.0/" : "::/";
                prefixLengths.add(app, IpRange.parse(anyAddress + (key[2] & 0xff)));
            }
            throw RecordStore.endedEarly();
        }
    }
}
