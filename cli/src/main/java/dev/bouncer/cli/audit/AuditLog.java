package dev.bouncer.cli.audit;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.bouncer.cli.client.Patience;
import dev.bouncer.cli.progress.Progress;
import dev.bouncer.cli.progress.Task;
import dev.bouncer.config.KafkaConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Which audit log is read, and what its readers have around them.
 *
 * @param progress makes what tells how far a reader has come
 */
public record AuditLog(KafkaConfig kafka, InstantSource clock, Patience.Pause pause,
        Function<Task, Progress> progress) {
    /** The topic. */
    String topic() {
        return kafka.topics().audit();
    }

    TopicReader open() {
        return TopicReader.open(kafka, topic());
    }

    /** Reads to where the topic ends now, telling how far it has come. */
    void readToEnd(String task, TopicReader reader, Consumer<ConsumerRecords<byte[], byte[]>> sink) {
        readTo(task, reader, reader.ends(), sink);
    }

    /** Reads to these ends, telling how far it has come. */
    void readTo(String task, TopicReader reader, Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecords<byte[], byte[]>> sink) {
        try (Progress shown = progress.apply(Task.count(task, "events", reader.distance(ends)))) {
            reader.readTo(ends, shown, sink);
        }
    }
}
