package dev.bouncer.edge.gateway.frames;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import dev.bouncer.enforcement.CloseFrame;

/** Writes whole frames, masked as a client's are or not, as a server's. */
public final class Frames {
    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int MASKED = 0x80;

    private Frames() {}

    /** A message of one text frame. */
    public static ByteBuffer text(String text, boolean masked) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8), masked);
    }

    /** A message of one binary frame. */
    public static ByteBuffer binary(byte[] bytes, boolean masked) {
        return frame(BINARY, bytes, masked);
    }

    /** A close frame. */
    public static ByteBuffer close(CloseFrame close, boolean masked) {
        byte[] reason = close.reason().getBytes(StandardCharsets.UTF_8);
        return frame(CLOSE, ByteBuffer.allocate(2 + reason.length).putShort((short) close.code()).put(reason).array(),
                masked);
    }

    private static ByteBuffer frame(int opcode, byte[] payload, boolean masked) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) (FIN | opcode));
        int maskBit = masked ? MASKED : 0;
        if (payload.length < 126) {
            frame.put((byte) (maskBit | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (maskBit | 127)).putLong(payload.length);
        }
        if (!masked) return frame.put(payload).flip();
        // Masks keep a page from writing bytes of its choice onto the wire: what is written here no page has chosen.
        int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        }
        return frame.flip();
    }
}
