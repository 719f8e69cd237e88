package dev.bouncer.cli.audit;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.AuditRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What stands at one place of the audit log. */
sealed interface Entry {
    /** Of the topic. */
    int partition();

    /** In the partition. */
    long offset();

    /**
     * An event.
     *
     * @param json as it stands there
     */
    record Event(int partition, long offset, AuditRecord record, String json) implements Entry {}

    /**
     * Something else, which moderation-streams did not write.
     *
     * @param why what was wrong and what was expected
     */
    record Garbage(int partition, long offset, String why) implements Entry {}

    /** Reads a record. */
    static Entry of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) return new Garbage(record.partition(), record.offset(), NO_VALUE);
        try {
            return new Event(record.partition(), record.offset(), AuditRecord.decode(record.value()),
                    new String(record.value(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return new Garbage(record.partition(), record.offset(), String.valueOf(e.getMessage()));
        }
    }

    /** Why a tombstone is no event. */
    String NO_VALUE = "expected an audit record, found a tombstone";
}
