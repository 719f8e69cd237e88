package dev.bouncer.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * The process's health port: {@code GET /health/live}, {@code /health/ready} and {@code /metrics}. The JDK's own server,
 * since this process has no other use for HTTP. Thread-safe; closing it twice is harmless.
 */
final class HealthServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final String host;
    private final int port;
    private final Supplier<Health> health;
    private final Supplier<String> metrics;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /** @param port 0: any free one */
    HealthServer(String host, int port, Supplier<Health> health, Supplier<String> metrics) {
        this.host = host;
        this.port = port;
        this.health = health;
        this.metrics = metrics;
    }

    /**
     * Listens from here on.
     *
     * @throws IllegalStateException if it cannot, for instance because the port is in use
     */
    synchronized void start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(host, port), 0);
            ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
            started.setExecutor(executor);
            started.createContext("/", this::handle);
            started.start();
            server = started;
            threads = executor;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "streams: cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    synchronized URI uri() {
        if (server == null) throw new IllegalStateException("the health server is not running");
        try {
            return new URI("http", null, host, server.getAddress().getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("streams.host: expected a host name or an address, got " + host, e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.equals("/health/live") && !path.equals("/health/ready") && !path.equals("/metrics")) {
                answer(exchange, 404, JSON, "{\"error\":\"expected /health/live, /health/ready or /metrics\"}");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, JSON, "{\"error\":\"expected GET\"}");
            } else if (path.equals("/metrics")) {
                answer(exchange, 200, METRICS, metrics.get());
            } else {
                answerHealth(exchange, path.equals("/health/live"));
            }
        }
    }

    private void answerHealth(HttpExchange exchange, boolean askedForLive) throws IOException {
        Health now = health.get();
        boolean good = askedForLive ? now.live() : now.ready();
        String status = "{\"status\":\"" + (good ? "" : "not ") + (askedForLive ? "live" : "ready") + '"';
        String reason = now.reason() == null ? "" : ",\"reason\":\"" + now.reason() + '"';
        answer(exchange, good ? 200 : 503, JSON, status + reason + '}');
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) server.stop(0);
        if (threads != null) threads.close();
        server = null;
        threads = null;
    }
}
