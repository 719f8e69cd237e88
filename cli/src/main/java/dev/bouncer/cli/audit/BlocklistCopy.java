package dev.bouncer.cli.audit;

import dev.bouncer.cli.progress.Progress;
import dev.bouncer.config.KafkaConfig;

/** The blocklist topic, copied into a map and kept up to date on demand. One thread. */
final class BlocklistCopy implements AutoCloseable {
    private final TopicReader topic;
    private final DiskMap blocks;

    private BlocklistCopy(TopicReader topic, DiskMap blocks) {
        this.topic = topic;
        this.blocks = blocks;
    }

    /** Into a map without entries; reads nothing yet. */
    static BlocklistCopy open(KafkaConfig kafka, DiskMap blocks) {
        return new BlocklistCopy(TopicReader.open(kafka, kafka.topics().blocklist()), blocks);
    }

    /** How many records there are to read now. */
    long left() {
        return topic.distance(topic.ends());
    }

    /** Reads to where the topic ends now. */
    void update(Progress progress) {
        topic.readTo(topic.ends(), progress, records -> records.forEach(record -> {
            if (record.key() != null) blocks.put(record.key(), record.value());
        }));
    }

    DiskMap blocks() {
        return blocks;
    }

    @Override
    public void close() {
        topic.close();
    }
}
