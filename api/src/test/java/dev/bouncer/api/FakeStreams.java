package dev.bouncer.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bouncer.contract.HistoryRequest;

/** An instance of moderation-streams that answers what it is told to. */
public final class FakeStreams implements AutoCloseable {
    public static final String SECRET = "a-secret-of-the-fleet";

    public final List<HistoryRequest> asked = new CopyOnWriteArrayList<>();
    public volatile int status = 200;
    public volatile String body = "{\"events\":[]}";
    public volatile boolean hanging;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public FakeStreams() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(HistoryRequest.PATH, this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(HistoryRequest.parse(exchange.getRequestURI()));
        boolean known = ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            if (hanging) closed.await();
            exchange.sendResponseHeaders(known ? status : 401, bytes.length);
            out.write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
