package dev.bouncer.enforcement;

import java.nio.charset.StandardCharsets;

import dev.bouncer.contract.Termination;

/**
 * The close frame that ends a WebSocket.
 *
 * @param code   what a server may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999
 * @param reason at most 123 bytes in UTF-8: a control frame holds 125, two of which are the code
 */
public record CloseFrame(int code, String reason) {
    private static final int MAX_REASON_BYTES = 123;

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

    /** With as much of the reason as fits, in whole characters. */
    public static CloseFrame cut(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, MAX_REASON_BYTES);
        // Bytes of the form 10xxxxxx go on with a character: it is left out as a whole.
        while (end < bytes.length && (bytes[end] & 0xc0) == 0x80)
            end--;
        return new CloseFrame(code, new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    /** Bouncer's own code and word for it, where the protocol has none; those of a terminate that has its own. */
    public static CloseFrame of(CloseReason reason) {
        return switch (reason) {
            case CloseReason.Unauthenticated unused -> new CloseFrame(4401, "unauthenticated");
            case CloseReason.Invalidated unused -> new CloseFrame(4401, "token-invalidated");
            case CloseReason.Blocked unused -> new CloseFrame(4403, "blocked");
            case CloseReason.Terminated(Termination.Close close) -> close == null
                    ? new CloseFrame(4410, "terminated")
                    : new CloseFrame(close.code(), close.reason());
            case CloseReason.TooManyConnections unused -> new CloseFrame(4429, "too-many-connections");
            case CloseReason.OriginNotAllowed unused -> new CloseFrame(4406, "origin-not-allowed");
            case CloseReason.Unavailable unused -> new CloseFrame(1013, "try-again-later");
            case CloseReason.GoingAway unused -> new CloseFrame(1001, "going-away");
        };
    }

    /** The same code, but in place of the word the moderator's message, if there is one: for a client that is told nothing else. */
    public static CloseFrame telling(CloseReason reason) {
        CloseFrame frame = of(reason);
        String message = reason.message();
        return message == null ? frame : cut(frame.code(), message);
    }

    private static boolean sendable(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
