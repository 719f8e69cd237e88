package dev.bouncer.bench.load;

import java.nio.ByteBuffer;

/** Masked frames with the time they were to be sent at. */
final class Frame {
    private static final int MASK = 0x5a17c3e9;
    private static final int TIME = Long.BYTES;

    private Frame() {}

    /** A frame to be sent again and again, each time with {@link #stamp}. */
    static ByteBuffer of(int payload) {
        if (payload < TIME || payload > 0xffff)
            throw new IllegalArgumentException("size: expected 8 to 65535 bytes, got " + payload);
        ByteBuffer frame = ByteBuffer.allocateDirect(8 + payload).put((byte) 0x82);
        if (payload < 126) {
            frame.put((byte) (0x80 | payload));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload; i++) {
            frame.put((byte) i);
        }
        return frame.flip();
    }

    static void stamp(ByteBuffer frame, int payload, long nanos) {
        frame.clear().limit(header(payload) + 4 + payload);
        frame.putLong(header(payload) + 4, nanos ^ (((long) MASK << 32) | (MASK & 0xffff_ffffL)));
    }

    /** How long the header of an answer is. */
    static int header(int payload) {
        return payload < 126 ? 2 : 4;
    }
}
