package dev.bouncer.streams.topology;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.CommandKey;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves commands that stand in a partition, or under a spelling of their key, that is not their own, within the commands
 * topic. Belongs to one task; not thread-safe.
 */
final class MisplacedCommands {
    /** The partition and offset a moved command comes from, {@code 3/812}. */
    static final String FORWARDED_FROM = "forwarded-from";

    private static final Logger LOG = LoggerFactory.getLogger(MisplacedCommands.class);

    private final ProcessorContext<byte[], Placed> context;
    private final int partitions;

    MisplacedCommands(ProcessorContext<byte[], Placed> context, int partitions) {
        this.context = context;
        this.partitions = partitions;
    }

    /** Whether the record was moved already: then another move would not help, and two could chase each other. */
    static boolean wasForwarded(Record<byte[], byte[]> record) {
        return record.headers().lastHeader(FORWARDED_FROM) != null;
    }

    /**
     * Writes the record where it belongs, of its headers only the trace context, and a tombstone where it stands, so that
     * no rebuild moves it again.
     */
    void forward(Record<byte[], byte[]> record, RecordMetadata source, CommandKey key) {
        String from = source.partition() + "/" + source.offset();
        int home = key.partition(partitions);
        LOG.atDebug().addKeyValue("from", from).addKeyValue("to", home).addKeyValue("key", key)
                .log("command in the wrong partition or under another spelling of its key: moved");

        Headers headers = TraceContext.of(record.headers()).add(FORWARDED_FROM,
                from.getBytes(StandardCharsets.US_ASCII));
        context.forward(new Record<>(key.bytes(), Placed.of(home, record.value()), record.timestamp(), headers),
                BlocklistTopology.FORWARD);
        context.forward(new Record<>(record.key(), Placed.tombstone(source.partition()), record.timestamp()),
                BlocklistTopology.FORWARD);
    }
}
