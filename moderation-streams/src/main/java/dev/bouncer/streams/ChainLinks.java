package dev.bouncer.streams;

import java.util.HashMap;
import java.util.Map;

import dev.bouncer.contract.AuditRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Whether each record of the audit topic follows the one before it in its partition. For one thread. */
final class ChainLinks {
    private final Map<Integer, String> last = new HashMap<>();

    /**
     * Takes the partition's next record. After one that breaks the chain it goes on from what stands there.
     *
     * @return what is wrong; null: nothing, or nobody can tell, since it is the first that is looked at
     */
    @Nullable
    String take(ConsumerRecord<byte[], byte[]> record) {
        String expected = last.get(record.partition());
        AuditRecord.Checked checked;
        try {
            if (record.value() == null) throw new IllegalArgumentException("expected an audit record, got a tombstone");
            checked = AuditRecord.check(record.value());
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        AuditRecord found = checked.record();
        last.put(record.partition(), found.hash());
        if (!found.hash().equals(checked.computed()))
            return "hash: expected " + checked.computed() + " for what stands here, got " + found.hash();
        return expected == null || expected.equals(found.previous())
                ? null
                : "previous: expected " + expected + ", got " + found.previous();
    }

    /** The records that come next are not those that follow. */
    void skip() {
        last.clear();
    }
}
