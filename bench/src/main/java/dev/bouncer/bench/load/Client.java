package dev.bouncer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** One WebSocket. */
final class Client implements AutoCloseable {
    private static final int MAX_ANSWER = 8 * 1024;
    // More than the longest message.
    private static final int MAX_UNREAD = 128 * 1024;

    /** Hears of each answer. */
    interface Listener {
        /** @param due when the message was to be sent, by {@link System#nanoTime} */
        void answered(Client client, long due) throws IOException;
    }

    private final SocketChannel channel;
    private @Nullable ByteBuffer in;
    private @Nullable CloseFrame close;

    private Client(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and shakes hands; blocks. */
    static Client open(Target target, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(target.address().source(number));
            channel.connect(target.address().socket());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(StandardCharsets.ISO_8859_1.encode("GET " + target.path() + " HTTP/1.1\r\nHost: "
                    + target.address().name()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
            ByteBuffer bytes = ByteBuffer.allocate(MAX_ANSWER);
            String answer = Http.head(channel, bytes);
            if (!answer.startsWith("HTTP/1.1 101 ")) throw new IOException("expected a WebSocket, got " + answer);
            channel.configureBlocking(false);
            Client client = new Client(channel);
            // What the server said at once.
            if (bytes.hasRemaining()) client.close = new CloseFrame(bytes);
            return client;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    /** Sends one message, however long that is not taken. */
    void send(ByteBuffer frame, int payload, long due) throws IOException {
        Frame.stamp(frame, payload, due);
        while (frame.hasRemaining()) {
            if (channel.write(frame) == 0) Thread.onSpinWait();
        }
    }

    /** Reads what there is, and tells of each whole answer. */
    void receive(int payload, Listener listener) throws IOException {
        ByteBuffer bytes = in;
        if (bytes == null) {
            bytes = ByteBuffer.allocateDirect(MAX_UNREAD);
            in = bytes;
        }
        if (channel.read(bytes) < 0) throw new EOFException("closed by the server");
        bytes.flip();
        int header = Frame.header(payload);
        while (bytes.remaining() >= header + payload) {
            int at = bytes.position();
            if (bytes.get(at) != (byte) 0x82) throw new IOException("expected an echo, got opcode " + bytes.get(at));
            long due = bytes.getLong(at + header);
            bytes.position(at + header + payload);
            listener.answered(this, due);
        }
        bytes.compact();
    }

    /** Reads what there is; whether that was, or ended with, a close frame. */
    boolean isClosed() throws IOException {
        CloseFrame frame = close;
        if (frame == null) {
            frame = new CloseFrame(ByteBuffer.allocate(0));
            close = frame;
        }
        return frame.readFrom(channel);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
