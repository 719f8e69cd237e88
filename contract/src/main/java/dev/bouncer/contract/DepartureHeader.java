package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The header of the tombstone with which an edge's process leaves: when it started, so that one that goes is not taken for
 * the one that has come in its place.
 */
public final class DepartureHeader {
    /** The header's name. */
    public static final String HEADER = "started-at";

    private DepartureHeader() {}

    /** @param startedAt of the process that leaves */
    public static Header of(Instant startedAt) {
        return new RecordHeader(HEADER, Times.format(startedAt).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * When the process started that has left.
     *
     * @return null where the header is absent: the edge was forgotten, whichever process it is
     * @throws IllegalArgumentException if it is no time
     */
    public static @Nullable Instant in(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) return null;
        return Times.parse(new String(header.value(), StandardCharsets.US_ASCII));
    }
}
