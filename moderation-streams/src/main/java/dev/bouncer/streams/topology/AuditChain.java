package dev.bouncer.streams.topology;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.ChainHead;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The end of one partition's audit chain: the hash that the next record follows, and how many records there are. Belongs
 * to one task; not thread-safe.
 */
final class AuditChain {
    private final KeyValueStore<byte[], byte[]> store;
    private ChainHead head;

    AuditChain(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] stored = store.get(ChainHead.key());
        this.head = stored == null ? ChainHead.EMPTY : ChainHead.decode(stored);
    }

    /** Makes the event the chain's next record. */
    AuditRecord append(AuditEvent event) {
        AuditRecord record = AuditRecord.chain(head.hash(), event);
        head = head.next(record.hash());
        store.put(ChainHead.key(), head.encode());
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
