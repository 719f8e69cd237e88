package dev.bouncer.e2e.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.edge.Edge;

/** A load balancer of one client: it passes connections to the edge it was told last, and counts them. */
final class EdgeProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile URI edge;

    EdgeProxy(Edge edge) {
        this.edge = edge.uri();
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    /** Where connections go from now on. */
    void to(Edge other) {
        edge = other.uri();
    }

    /** How many connections there were. */
    int connections() {
        return connections.get();
    }

    /** Drops what is open, as a network does that fails. */
    void cut() {
        open.forEach(EdgeProxy::drop);
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> join(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void join(Socket client) {
        open.add(client);
        try (client; Socket server = new Socket(edge.getHost(), edge.getPort())) {
            open.add(server);
            Thread back = Thread.ofVirtual().start(() -> pass(server, client));
            pass(client, server);
            back.join();
        } catch (IOException | InterruptedException e) {
            // An edge that is gone, or a cut: the client finds out by itself.
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            drop(from);
            drop(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Dropped is dropped.
        }
    }

    @Override
    public void close() {
        drop(listening);
        cut();
    }

    private static void drop(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Likewise.
        }
    }
}
