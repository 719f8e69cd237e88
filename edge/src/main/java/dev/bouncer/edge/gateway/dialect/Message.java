package dev.bouncer.edge.gateway.dialect;

import java.nio.charset.StandardCharsets;

/**
 * A whole message.
 *
 * @param text    whether it is one of text
 * @param payload not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Message(boolean text, byte[] payload) {
    /** Its text; of bytes that are no UTF-8, something else. */
    String string() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Whether it begins with these characters, all of ASCII. */
    boolean beginsWith(String ascii) {
        if (payload.length < ascii.length()) return false;
        for (int i = 0; i < ascii.length(); i++) {
            if (payload[i] != ascii.charAt(i)) return false;
        }
        return true;
    }

    /** Never what was said. */
    @Override
    public String toString() {
        return "Message[text=" + text + ", length=" + payload.length + ']';
    }
}
