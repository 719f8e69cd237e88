package dev.bouncer.contract;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a command that somebody waits for: an edge that has enforced it announces that at once instead of with its
 * next heartbeat. Its value means nothing.
 */
public final class ConfirmHeader {
    /** The header's name. */
    public static final String HEADER = "confirm";

    private static final byte[] NOTHING = {};

    private ConfirmHeader() {}

    /** The header. */
    public static Header header() {
        return new RecordHeader(HEADER, NOTHING);
    }

    /** Whether it is among these. */
    public static boolean isIn(Headers headers) {
        return headers.lastHeader(HEADER) != null;
    }
}
