package dev.bouncer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A kept-alive connection for one request at a time. One thread sends while another reads; they hand the caller over to
 * each other.
 */
final class Caller implements AutoCloseable {
    private static final int MAX_ANSWER = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER);
    private long due;

    private Caller(SocketChannel channel) {
        this.channel = channel;
    }

    static Caller open(Address address) throws IOException {
        SocketChannel channel = SocketChannel.open(address.socket());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return new Caller(channel);
    }

    SocketChannel channel() {
        return channel;
    }

    /** When the request that is under way was to be sent, by {@link System#nanoTime}. */
    long due() {
        return due;
    }

    void send(byte[] request, long at) throws IOException {
        due = at;
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) Thread.onSpinWait();
        }
    }

    /** Reads what there is; whether the answer is complete. */
    boolean isAnswered() throws IOException {
        if (channel.read(answer) < 0) throw new EOFException("closed before it answered");
        int length = Http.length(answer);
        if (length == 0) return false;
        answer.clear();
        return true;
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
