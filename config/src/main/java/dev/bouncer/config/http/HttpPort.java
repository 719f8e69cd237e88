package dev.bouncer.config.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * Where a process listens. Handlers run on virtual threads and may block. Thread-safe; closing it twice is harmless.
 */
public final class HttpPort implements AutoCloseable {
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // Where nobody has said otherwise. The JDK writes an answer in parts, and the last of a long one would wait for the
        // caller's delayed acknowledgement, 40 ms.
        if (System.getProperty(NO_DELAY) == null) System.setProperty(NO_DELAY, "true");
    }

    private final String at;
    private final String host;
    private final int port;
    private final Map<String, HttpHandler> routes;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /**
     * A port that does not listen yet.
     *
     * @param at     what errors call it: where it is configured
     * @param port   0: any free one
     * @param routes by what their paths begin with; the longest that fits is taken
     */
    public HttpPort(String at, String host, int port, Map<String, HttpHandler> routes) {
        this.at = at;
        this.host = host;
        this.port = port;
        this.routes = Map.copyOf(routes);
    }

    /**
     * Listens from here on.
     *
     * @throws IllegalStateException if it cannot, for instance because the port is in use
     */
    public synchronized void start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(host, port), 0);
            ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
            started.setExecutor(executor);
            routes.forEach(started::createContext);
            started.start();
            server = started;
            threads = executor;
        } catch (IOException e) {
            throw new IllegalStateException(
                    at + ": cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public synchronized URI uri() {
        if (server == null) throw new IllegalStateException("the HTTP port is not open");
        try {
            return new URI("http", null, host, server.getAddress().getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(at + ".host: expected a host name or an address, got " + host, e);
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
