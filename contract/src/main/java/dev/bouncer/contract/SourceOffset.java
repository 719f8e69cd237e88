package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of blocklist records that tells which command led to them: its offset in the same partition of the commands
 * topic, in decimal ASCII. Every command of a lane on the blocklist leads to a record with it. Records that no command led to (expiries)
 * have none.
 */
public final class SourceOffset {
    /** The header's name. */
    public static final String HEADER = "source-offset";

    private SourceOffset() {}

    /** The header for that offset. */
    public static Header header(long offset) {
        return new RecordHeader(HEADER, Long.toString(offset).getBytes(StandardCharsets.US_ASCII));
    }

    /** The offset that the headers tell; none where there is no such header, or it is no offset. */
    public static OptionalLong read(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) return OptionalLong.empty();
        try {
            long offset = Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
            return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
