package dev.bouncer.bench.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A WebSocket server that sends back every frame, on the one thread that runs it. */
public final class EchoServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int CHUNK = 256 * 1024;

    private final Selector selector;
    private final ServerSocketChannel server;
    // What is read is answered before the next is read, so that one does for all.
    private final ByteBuffer in = ByteBuffer.allocateDirect(CHUNK);

    /** Listens on any free port of 127.0.0.1. */
    public EchoServer() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Prints its port and runs until it is killed. No arguments. */
    public static void main(String[] arguments) throws IOException {
        try (EchoServer echo = new EchoServer()) {
            System.out.println("port=" + echo.port());
            echo.run();
        }
    }

    /** Where it listens. */
    public int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** Serves until it is closed. */
    public void run() throws IOException {
        while (selector.isOpen()) {
            selector.select(this::ready);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        selector.close();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                serve(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) return;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Peer());
    }

    private void serve(SelectionKey key) throws IOException {
        Peer peer = (Peer) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        if (key.isWritable() && !peer.flush(channel)) return;
        in.clear();
        peer.takeUp(in);
        if (channel.read(in) < 0) {
            channel.close();
            return;
        }
        boolean written = peer.answer(in.flip(), channel);
        // Who does not read is not read from.
        key.interestOps(written ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
