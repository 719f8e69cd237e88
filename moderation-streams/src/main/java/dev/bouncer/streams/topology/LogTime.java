package dev.bouncer.streams.topology;

import dev.bouncer.contract.Times;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The record's timestamp, brought into the range that an audit record can write. Kafka Streams' own extractor stops the
 * thread at a record without a timestamp, and would do so again at every restart.
 */
final class LogTime implements TimestampExtractor {
    private static final long LATEST = Times.MAX.toEpochMilli();

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.clamp(record.timestamp(), 0, LATEST);
    }
}
