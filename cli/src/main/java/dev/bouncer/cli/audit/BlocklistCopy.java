package dev.bouncer.cli.audit;

import java.util.ArrayList;
import java.util.List;

import dev.bouncer.cli.progress.Progress;
import dev.bouncer.config.KafkaConfig;
import dev.bouncer.contract.BlocklistKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The blocklist topic, copied into a map and kept up to date on demand, without what lies in a partition where it does not
 * belong. One thread.
 */
final class BlocklistCopy implements AutoCloseable {
    private final TopicReader topic;
    private final DiskMap blocks;
    private final int kept;
    private final List<Break> misplaced = new ArrayList<>();
    private long misplacedCount;

    private BlocklistCopy(TopicReader topic, DiskMap blocks, int kept) {
        this.topic = topic;
        this.blocks = blocks;
        this.kept = kept;
    }

    /**
     * Into a map without entries; reads nothing yet.
     *
     * @param kept how many of the misplaced records it keeps
     */
    static BlocklistCopy open(KafkaConfig kafka, DiskMap blocks, int kept) {
        return new BlocklistCopy(TopicReader.open(kafka, kafka.topics().blocklist()), blocks, kept);
    }

    /** How many records there are to read now. */
    long left() {
        return topic.distance(topic.ends());
    }

    /** Reads to where the topic ends now. */
    void update(Progress progress) {
        topic.readTo(topic.ends(), progress, records -> records.forEach(this::take));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) return;
        BlocklistKey row = AuditText.row(record.key());
        int home = row == null ? record.partition() : row.partition(topic.partitionCount());
        if (record.partition() == home) {
            blocks.put(record.key(), record.value());
        } else if (misplacedCount++ < kept) {
            misplaced.add(new Break(Break.Kind.BLOCKLIST, record.topic(), record.partition(), record.offset(),
                    "partition of " + row, "" + home, "" + record.partition()));
        }
    }

    DiskMap blocks() {
        return blocks;
    }

    /** The first records that lie in a partition where they do not belong. */
    List<Break> misplaced() {
        return List.copyOf(misplaced);
    }

    /** How many of those there are. */
    long misplacedCount() {
        return misplacedCount;
    }

    @Override
    public void close() {
        topic.close();
    }
}
