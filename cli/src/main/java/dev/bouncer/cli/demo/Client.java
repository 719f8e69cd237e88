package dev.bouncer.cli.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/** A WebSocket client, of an edge's native protocol or any other, which remembers what it was told and when. Thread-safe. */
public final class Client implements AutoCloseable {
    /**
     * How a connection ended.
     *
     * @param code   the close code
     * @param reason the close reason
     * @param nanos  when, by {@link System#nanoTime}
     */
    public record Closed(int code, String reason, long nanos) {}

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private Client(HttpClient http, URI uri, String token) {
        // Not in the query, where access logs would keep it.
        this.socket = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT)
                .header("Authorization", "Bearer " + token).buildAsync(uri, new Listener()).join();
    }

    /**
     * Connects; the edge may still refuse, by closing.
     *
     * @param edge  a {@code ws} or {@code wss} URI
     * @param token the client's token
     */
    public static Client connect(HttpClient http, URI edge, String app, String token) {
        return new Client(http, edge.resolve("/v1/apps/" + app + "/connect"), token);
    }

    /** Connects to whatever speaks plain WebSocket there, with a token in {@code Authorization}. */
    static Client connect(HttpClient http, URI uri, String token) {
        return new Client(http, uri, token);
    }

    /** The next text frame, or null if there is none within the time, or the connection is closed. */
    public @Nullable String next(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            String frame = frames.poll(20, TimeUnit.MILLISECONDS);
            if (frame != null || (closed.isDone() && frames.isEmpty())) return frame;
        }
        return null;
    }

    /** How the connection ended, or null if it did not within the time. */
    public @Nullable Closed closedWithin(Duration atMost) throws InterruptedException {
        try {
            return closed.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a text frame. */
    public void send(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(new Closed(code, reason, System.nanoTime()));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(new Closed(1006, String.valueOf(error.getMessage()), System.nanoTime()));
        }
    }
}
