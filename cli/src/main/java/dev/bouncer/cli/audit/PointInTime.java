package dev.bouncer.cli.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.bouncer.cli.client.CommandFailed;
import dev.bouncer.cli.client.ExitStatus;
import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.BlockJson;
import dev.bouncer.contract.BlocklistKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The blocklist as it was at some time, from the audit log. */
public final class PointInTime {
    private final AuditLog log;
    private final Instant time;
    private final Garbage garbage = new Garbage();

    /** Of that log, at that time. */
    public PointInTime(AuditLog log, Instant time) {
        this.log = log;
        this.time = time;
    }

    /**
     * What was in force in that row; reads one partition.
     *
     * @throws CommandFailed if the log cannot be read
     */
    public Optional<BlockEntry> of(BlocklistKey row) {
        try (TopicReader reader = log.open()) {
            reader.only(Set.of(row.partition(reader.partitionCount())));
            AtomicReference<Optional<BlockEntry>> block = new AtomicReference<>(Optional.empty());
            log.readToEnd("audit", reader, records -> events(records, event -> {
                if (event.subject().equals(row.subject()) && event.lane() == row.lane()
                        && BlocklistFold.counts(event, time)) {
                    block.set(Optional.ofNullable(event.blockAfter()));
                }
            }));
            garbage.refuse(log.topic());
            return block.get().filter(found -> found.inForceAt(time));
        }
    }

    /**
     * All blocks and invalidations that were in force, in the order of the blocklist.
     *
     * @throws CommandFailed if the log cannot be read
     */
    public void all(Consumer<BlockEntry> sink) {
        try (Scratch scratch = new Scratch(); TopicReader reader = log.open()) {
            BlocklistFold fold = BlocklistFold.ofCommands(scratch.map("fold"), time);
            log.readToEnd("audit", reader, records -> records.partitions().parallelStream()
                    .forEach(partition -> records.records(partition).forEach(record -> event(record, fold::accept))));
            forEach(fold.blocks(), time, sink);
            garbage.refuse(log.topic());
        }
    }

    private void events(ConsumerRecords<byte[], byte[]> records, Consumer<AuditEvent> sink) {
        records.forEach(record -> event(record, sink));
    }

    private void event(ConsumerRecord<byte[], byte[]> record, Consumer<AuditEvent> sink) {
        switch (Entry.of(record)) {
            case Entry.Event event -> sink.accept(event.record().event());
            case Entry.Garbage found -> garbage.add(found);
        }
    }

    static void forEach(DiskMap blocks, Instant time, Consumer<BlockEntry> sink) {
        try (DiskMap.Cursor cursor = blocks.cursor()) {
            for (byte[] key = cursor.key(); key != null; key = cursor.key()) {
                BlockEntry block = BlockJson.decode(cursor.value());
                if (block.inForceAt(time)) sink.accept(block);
                cursor.next();
                if (Thread.interrupted()) throw new CommandFailed(ExitStatus.FAILED, "interrupted");
            }
        }
    }

    static long count(DiskMap blocks, Instant time) {
        long[] count = {0};
        forEach(blocks, time, _ -> count[0]++);
        return count[0];
    }
}
