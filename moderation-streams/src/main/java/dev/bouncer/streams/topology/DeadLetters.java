package dev.bouncer.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Parks records that are no commands: key, value and headers as received, and further headers that tell what was wrong
 * and where the record stood. Belongs to one task; not thread-safe.
 */
final class DeadLetters {
    static final String ERROR = "error";
    static final String SOURCE_TOPIC = "source-topic";
    static final String SOURCE_PARTITION = "source-partition";
    static final String SOURCE_OFFSET = "source-offset";
    static final String SOURCE_TIMESTAMP = "source-timestamp";
    /** How many bytes key, value and headers had; only where they were cut. */
    static final String CUT_FROM = "cut-from";

    /** Dead letters have one partition. */
    static final int PARTITION = 0;

    private static final int MAX_ERROR = 1_000;
    /** What the batch, the record's framing and our own headers take beside key, value and received headers. */
    private static final int OVERHEAD = 8 * 1024;
    private static final int HEADER_OVERHEAD = 16;

    private final ProcessorContext<byte[], Placed> context;
    private final int maxBytes;

    /** @param maxBytes the longest record batch that the dead letters topic takes */
    DeadLetters(ProcessorContext<byte[], Placed> context, int maxBytes) {
        this.context = context;
        this.maxBytes = maxBytes - OVERHEAD;
    }

    void park(Record<byte[], byte[]> record, RecordMetadata source, String error) {
        byte @Nullable [] key = record.key();
        byte @Nullable [] value = record.value();
        Headers headers = new RecordHeaders(record.headers());
        long size = length(key) + length(value) + size(headers);
        if (size > maxBytes) {
            // A record that the broker refuses aborts the transaction, at every attempt: it would stop the partition.
            key = cut(key);
            value = cut(value);
            headers = new RecordHeaders();
            put(headers, CUT_FROM, Long.toString(size));
        }
        put(headers, ERROR, error.substring(0, Math.min(error.length(), MAX_ERROR)));
        put(headers, SOURCE_TOPIC, source.topic());
        put(headers, SOURCE_PARTITION, Integer.toString(source.partition()));
        put(headers, SOURCE_OFFSET, Long.toString(source.offset()));
        put(headers, SOURCE_TIMESTAMP, Long.toString(record.timestamp()));
        // By the clock, not by the record: it is from now on that somebody can look at it until it is deleted.
        context.forward(new Record<>(key, Placed.of(PARTITION, value), context.currentSystemTimeMs(), headers),
                BlocklistTopology.DEAD_LETTERS);
    }

    private byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes == null ? null : Arrays.copyOf(bytes, Math.min(bytes.length, maxBytes / 2));
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += HEADER_OVERHEAD + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
