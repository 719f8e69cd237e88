package dev.bouncer.streams.topology;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.ChainHead;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The end of one partition's audit chain: the hash that the next record follows, and how many records there are. Belongs
 * to one task; not thread-safe, but for {@link #length}.
 */
final class AuditChain {
    private final KeyValueStore<byte[], byte[]> store;
    // Written by the task; read by whoever asks how long the chain is.
    private volatile ChainHead head;

    AuditChain(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] stored = store.get(ChainHead.key());
        this.head = stored == null ? ChainHead.EMPTY : ChainHead.decode(stored);
    }

    /** Makes the event the chain's next record. */
    AuditRecord append(AuditEvent event) {
        ChainHead before = head;
        AuditRecord record = AuditRecord.chain(before.hash(), event);
        ChainHead next = before.next(record.hash());
        head = next;
        store.put(ChainHead.key(), next.encode());
        return record;
    }

    /** The hash of the last record; {@link AuditRecord#GENESIS} where there is none. */
    String hash() {
        return head.hash();
    }

    /** How many records there are. */
    long length() {
        return head.length();
    }
}
