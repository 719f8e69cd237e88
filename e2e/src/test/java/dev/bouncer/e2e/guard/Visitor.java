package dev.bouncer.e2e.guard;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** A user who comes to the application through a proxy, with whatever headers besides the credentials. */
record Visitor(URI proxy, String credentials) {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(proxy.resolve(path)), headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(proxy.resolve(path)).POST(BodyPublishers.ofString(body)), headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) request.headers(headers);
        try {
            return HTTP.send(request.header("Authorization", credentials).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status that a request line is answered with as it is, which no decent client sends. */
    int raw(String requestLine) throws IOException {
        try (Socket socket = new Socket(proxy.getHost(), proxy.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((requestLine + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + credentials
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    /** A WebSocket that is open, and hears what the application says. */
    record Conversation(WebSocket socket, BlockingQueue<String> heard) implements AutoCloseable {
        @Nullable
        String say(String text) throws InterruptedException {
            socket.sendText(text, true).join();
            return heard.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    private record Hearing(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }
    }

    /** @throws CompletionException if the upgrade is refused */
    Conversation open() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        return new Conversation(HTTP.newWebSocketBuilder().header("Authorization", credentials)
                .buildAsync(URI.create("ws" + proxy.toString().substring(4) + "/ws"), new Hearing(heard)).join(),
                heard);
    }

    /** The status that an upgrade is answered with: 101, or another one. */
    int upgrade() {
        try (Conversation _ = open()) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) return refused.getResponse().statusCode();
            throw e;
        }
    }
}
