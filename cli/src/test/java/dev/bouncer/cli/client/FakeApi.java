package dev.bouncer.cli.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/** An HTTP server in the place of the API: answers as it is told and remembers what it was asked. */
public final class FakeApi implements AutoCloseable {
    private final HttpServer server;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Function<Request, Reply>> replies = new ConcurrentLinkedQueue<>();
    private volatile Function<Request, Reply> otherwise = _ -> Reply.problem(404, "no-such-route", "Not found",
            "nothing");

    /** What it was asked: the path and query as they travelled. */
    public record Request(String method, String path, Map<String, List<String>> headers, String body) {
        /** The first header of that name. */
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** What it answers; a status of 0 drops the connection. */
    public record Reply(int status, Map<String, String> headers, String body) {
        /** A success. */
        public static Reply ok(String body) {
            return new Reply(200, Map.of(), body);
        }

        /** A problem (RFC 9457). */
        public static Reply problem(int status, String type, String title, String detail) {
            return new Reply(status, Map.of("Content-Type", "application/problem+json"),
                    "{\"type\":\"urn:bouncer:problem:" + type + "\",\"title\":\"" + title + "\",\"status\":" + status
                            + ",\"detail\":\"" + detail + "\"}");
        }

        /** No answer at all. */
        public static Reply none() {
            return new Reply(0, Map.of(), "");
        }

        /** The same with a header. */
        public Reply with(String name, String value) {
            return new Reply(status, Map.of(name, value), body);
        }
    }

    /** Starts to listen. */
    public FakeApi() throws IOException {
        this(null);
    }

    /** Starts to listen with that, or in clear. */
    public FakeApi(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer secure = HttpsServer.create(address, 0);
            secure.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secure;
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create(
                (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it answers next, once. */
    public FakeApi next(Reply reply) {
        replies.add(_ -> reply);
        return this;
    }

    /** What it answers when nothing else was asked for. */
    public FakeApi always(Function<Request, Reply> reply) {
        otherwise = reply;
        return this;
    }

    /** What it was asked so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Function<Request, Reply> next = replies.poll();
            Reply reply = (next == null ? otherwise : next).apply(request);
            if (reply.status() == 0) return;
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
