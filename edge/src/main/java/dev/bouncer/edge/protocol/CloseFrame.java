package dev.bouncer.edge.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The close frame that ends a connection.
 *
 * @param code   what a server may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999
 * @param reason at most 123 bytes in UTF-8: a control frame holds 125, two of which are the code
 */
public record CloseFrame(int code, String reason) {
    /** Longest reason, in bytes of UTF-8. */
    public static final int MAX_REASON_BYTES = 123;

    /** @throws IllegalArgumentException if the code or the reason may not stand in a close frame */
    public CloseFrame {
        if (!sendable(code)) {
            throw new IllegalArgumentException(
                    "close code: expected 1000 to 1003, 1007 to 1014 or 3000 to 4999, got " + code);
        }
        int length = reason.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "close reason: expected at most " + MAX_REASON_BYTES + " bytes of UTF-8, got " + length);
        }
    }

    /**
     * With as much of a text as fits.
     *
     * @throws IllegalArgumentException if the code may not stand in a close frame
     */
    public static CloseFrame cut(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, MAX_REASON_BYTES);
        // Bytes of the form 10xxxxxx go on with a character: it is left out as a whole.
        while (end < bytes.length && (bytes[end] & 0xc0) == 0x80)
            end--;
        return new CloseFrame(code, new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    private static boolean sendable(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
