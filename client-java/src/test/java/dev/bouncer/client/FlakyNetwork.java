package dev.bouncer.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an API and loses answers: the request has arrived and was done, and the caller's connection ends. */
final class FlakyNetwork implements AutoCloseable {
    private final URI api;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger losing;
    final AtomicInteger connections = new AtomicInteger();

    /** @param losing how many answers get lost */
    FlakyNetwork(URI api, int losing) {
        this.api = api;
        this.losing = new AtomicInteger(losing);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> join(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(Socket caller) {
        try (caller; Socket there = new Socket(api.getHost(), api.getPort())) {
            threads.execute(() -> pass(caller, there));
            InputStream answers = there.getInputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int read; (read = answers.read(buffer)) > 0;) {
                if (losing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) return;
                caller.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One of the two has gone; so does the other.
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction ends, too.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
