package dev.bouncer.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One WebSocket of many that one thread attends to. It is in when the server has said a first word, which is more than the
 * answer to the handshake: who is turned away gets that as well. Not thread-safe; never blocks.
 */
final class Visitor implements AutoCloseable {
    // An answer to a handshake, a welcome, a farewell.
    private static final int MAX_UNREAD = 1024;
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 0x08;
    private static final byte[] GOODBYE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};

    private final SocketChannel channel;
    private final byte[] request;
    private final long began;
    private final ByteBuffer unread = ByteBuffer.allocate(MAX_UNREAD);
    private boolean upgraded;

    private Visitor(SocketChannel channel, byte[] request, long began) {
        this.channel = channel;
        this.request = request;
        this.began = began;
    }

    /** The request for a WebSocket, with an extension where one is named. */
    static byte[] request(Address address, String path, String extension) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + address.name()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (extension.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extension + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Begins to connect, from one of a few addresses in turn; hears of the rest by {@link #isIn}. */
    static Visitor begin(Selector selector, Address address, int number, byte[] request) throws IOException {
        long began = System.nanoTime();
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(address.source(number));
        Visitor visitor = new Visitor(channel, request, began);
        boolean connected = channel.connect(address.socket());
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, visitor);
        if (connected) visitor.write(request);
        return visitor;
    }

    /** When it began to connect, by {@link System#nanoTime}. */
    long began() {
        return began;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Does what can be done now; whether the first word has come. */
    boolean isIn(SelectionKey key) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            write(request);
            return false;
        }
        read();
        if (!upgraded) upgraded = isUpgraded();
        if (!upgraded) return false;
        int opcode = nextFrame();
        if (opcode == CLOSE) throw new IOException("turned away");
        return opcode >= 0;
    }

    /** Reads what there is; whether a close frame is in it. */
    boolean isClosed() throws IOException {
        read();
        int opcode = nextFrame();
        while (opcode >= 0 && opcode != CLOSE) {
            opcode = nextFrame();
        }
        return opcode == CLOSE;
    }

    /** Says that it goes. */
    void leave() throws IOException {
        write(GOODBYE);
    }

    /** Reads what there is, which does not matter; whether the server has cut the connection. */
    boolean isCut() {
        try {
            unread.clear();
            return channel.read(unread) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean isUpgraded() throws IOException {
        unread.flip();
        String head = StandardCharsets.ISO_8859_1.decode(unread.duplicate()).toString();
        int end = head.indexOf("\r\n\r\n");
        if (end >= 0 && !head.startsWith("HTTP/1.1 101 ")) throw new IOException("expected a WebSocket, got " + head);
        unread.position(end < 0 ? 0 : end + 4);
        unread.compact();
        return end >= 0;
    }

    // Takes one frame; its opcode, or -1: it is not all there yet.
    private int nextFrame() throws IOException {
        unread.flip();
        try {
            if (unread.remaining() < 2) return -1;
            int at = unread.position();
            int length = unread.get(at + 1);
            int header = 2;
            if (length == 126) {
                if (unread.remaining() < 4) return -1;
                length = unread.getShort(at + 2) & 0xffff;
                header = 4;
            }
            if (length > MAX_UNREAD - header)
                throw new IOException("expected a short frame, got one of " + length + " bytes");
            if (unread.remaining() < header + length) return -1;
            unread.position(at + header + length);
            return unread.get(at) & OPCODE;
        } finally {
            unread.compact();
        }
    }

    private void read() throws IOException {
        if (channel.read(unread) < 0) throw new EOFException("closed by the server");
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            if (channel.write(left) == 0) Thread.onSpinWait();
        }
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
