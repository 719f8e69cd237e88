package dev.bouncer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Looks for a close frame in what a server sends. Not thread-safe. */
final class CloseFrame {
    // All that an idle client is told: a welcome, a farewell.
    private static final int MAX_UNREAD = 4 * 1024;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 0x08;

    private final ByteBuffer unread = ByteBuffer.allocate(MAX_UNREAD);

    /** @param early what has been read already */
    CloseFrame(ByteBuffer early) {
        unread.put(early);
    }

    /** Reads what there is; whether a close frame is in it. */
    boolean readFrom(SocketChannel channel) throws IOException {
        int count = channel.read(unread);
        unread.flip();
        try {
            while (unread.remaining() >= 2) {
                int at = unread.position();
                int length = unread.get(at + 1);
                int header = 2;
                if (length == 126) {
                    if (unread.remaining() < 4) break;
                    length = unread.getShort(at + 2) & 0xffff;
                    header = 4;
                }
                if (length > MAX_UNREAD - header)
                    throw new IOException("expected a short frame, got one of " + length + " bytes");
                if ((unread.get(at) & OPCODE) == CLOSE) return true;
                if (unread.remaining() < header + length) break;
                unread.position(at + header + length);
            }
        } finally {
            unread.compact();
        }
        if (count < 0) throw new EOFException("closed without a close frame");
        return false;
    }
}
