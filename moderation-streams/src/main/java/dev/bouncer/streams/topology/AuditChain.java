package dev.bouncer.streams.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The end of one partition's audit chain: the hash that the next record follows, and how many records there are. Belongs
 * to one task; not thread-safe.
 */
final class AuditChain {
    private static final byte[] HEAD = "head".getBytes(StandardCharsets.US_ASCII);

    private final KeyValueStore<byte[], byte[]> store;
    private String hash = AuditRecord.GENESIS;
    private long length;

    AuditChain(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] head = store.get(HEAD);
        if (head != null) {
            ByteBuffer fields = ByteBuffer.wrap(head);
            this.length = fields.getLong();
            this.hash = StandardCharsets.US_ASCII.decode(fields).toString();
        }
    }

    /** Makes the event the chain's next record. */
    AuditRecord append(AuditEvent event) {
        AuditRecord record = AuditRecord.chain(hash, event);
        byte[] next = record.hash().getBytes(StandardCharsets.US_ASCII);
        store.put(HEAD, ByteBuffer.allocate(Long.BYTES + next.length).putLong(length + 1).put(next).array());
        hash = record.hash();
        length++;
        return record;
    }

    /** The hash of the last record; {@link AuditRecord#GENESIS} where there is none. */
    String hash() {
        return hash;
    }

    /** How many records there are. */
    long length() {
        return length;
    }
}
