package dev.bouncer.cli.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.ChainHead;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The commands of an audit log, to be given once more, and what must come of them. One use, one thread. */
final class OldCommands {
    private final AuditLog log;
    private final TopicReader reader;
    private final Instant until;
    private final BlocklistFold fold;
    private final Outstanding outstanding;
    private final Map<Integer, Head> heads = new TreeMap<>();
    private final Map<Integer, Long> lengths = new TreeMap<>();

    /**
     * Reads nothing yet.
     *
     * @param reader of the log, from its beginning
     * @param until  later commands are left out
     */
    OldCommands(AuditLog log, TopicReader reader, Scratch scratch, Instant until) {
        this.log = log;
        this.reader = reader;
        this.until = until;
        this.fold = BlocklistFold.ofCommands(scratch.map("fold"), until);
        this.outstanding = new Outstanding(scratch.map("outstanding"));
    }

    /** Reads to where the log ends now, and gives the commands in the order of their times. */
    void read(Consumer<AuditEvent.Accepted> sink, Garbage garbage) {
        TimeOrder inTime = new TimeOrder(reader.partitionCount(), sink);
        Map<TopicPartition, Long> ends = reader.ends();
        log.readTo("commands", reader, ends, records -> {
            records.forEach(record -> take(record, inTime, garbage));
            inTime.passOn(partition -> ended(ends, partition));
            reader.pause(inTime.full());
        });
        inTime.passOn(_ -> true);
    }

    private boolean ended(Map<TopicPartition, Long> ends, int partition) {
        TopicPartition one = new TopicPartition(log.topic(), partition);
        return reader.distance(Map.of(one, ends.getOrDefault(one, 0L))) == 0;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TimeOrder inTime, Garbage garbage) {
        switch (Entry.of(record)) {
            case Entry.Garbage found -> garbage.add(found);
            case Entry.Event entry -> {
                AuditEvent event = entry.record().event();
                long length = lengths.merge(entry.partition(), 1L, Long::sum);
                heads.put(entry.partition(), new Head(log.topic(), entry.partition(),
                        new ChainHead(length, entry.record().hash()), entry.offset(), event.at()));
                fold.accept(event);
                if (event instanceof AuditEvent.Accepted accepted && !accepted.at().isAfter(until)) {
                    inTime.add(entry.partition(), accepted);
                    outstanding.given(accepted);
                }
            }
        }
    }

    /** The blocklist as the commands make it. */
    BlocklistFold fold() {
        return fold;
    }

    /** The commands, until they are carried out. */
    Outstanding outstanding() {
        return outstanding;
    }

    /** Where the chains ended. */
    List<Head> heads() {
        return List.copyOf(heads.values());
    }
}
