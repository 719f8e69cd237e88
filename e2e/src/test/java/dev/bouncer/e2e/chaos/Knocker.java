package dev.bouncer.e2e.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * One client that wants to be connected, always: after each end it comes back as its close code asks it to, but that it
 * does not believe in blocks and tries the door every few seconds.
 */
final class Knocker implements Runnable {
    private static final Duration DIAL = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Network network;
    private final History history;
    private final String user;
    private final String token;
    private final RandomGenerator random;
    private final List<Node> edges = Node.Kind.EDGE.nodes();
    private int edge;

    Knocker(HttpClient http, Network network, History history, String user, String token, RandomGenerator random) {
        this.http = http;
        this.network = network;
        this.history = history;
        this.user = user;
        this.token = token;
        this.random = random;
        this.edge = random.nextInt(edges.size());
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(waitAfter(visit(edges.get(edge)).code()));
            }
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    private Duration waitAfter(int code) {
        return switch (code) {
            case 4403 -> Duration.ofMillis(random.nextLong(1_500, 4_000));
            case 4410 -> Duration.ofMillis(random.nextLong(50, 500));
            default -> {
                edge = (edge + 1) % edges.size();
                yield Duration.ofMillis(random.nextLong(200, 1_500));
            }
        };
    }

    private Visit visit(Node at) throws InterruptedException {
        Connection connection = new Connection(at, history.now());
        URI uri = URI.create("ws://" + network.clientAddress(at) + ":" + Node.HTTP_PORT + "/v1/apps/" + Launch.APP
                + "/connect");
        history.opened(connection);
        try {
            WebSocket socket = http.newWebSocketBuilder().connectTimeout(DIAL)
                    .header("Authorization", "Bearer " + token).buildAsync(uri, connection).join();
            try {
                return connection.done.get();
            } catch (InterruptedException e) {
                socket.abort();
                connection.end(Visit.LEFT, "the run is over");
                throw e;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        } catch (CompletionException e) {
            return connection.end(Visit.BROKEN, "could not connect: " + e.getCause());
        }
    }

    private final class Connection implements WebSocket.Listener, Supplier<Visit> {
        private final Node at;
        private final Instant dialedAt;
        private final CompletableFuture<Visit> done = new CompletableFuture<>();
        private final StringBuilder told = new StringBuilder();
        private @Nullable Instant welcomedAt;

        Connection(Node at, Instant dialedAt) {
            this.at = at;
            this.dialedAt = dialedAt;
        }

        @Override
        public synchronized Visit get() {
            return new Visit(user, at, dialedAt, welcomedAt, null, 0, told.toString());
        }

        synchronized Visit end(int code, String why) {
            if (done.isDone()) return done.join();
            Visit visit = new Visit(user, at, dialedAt, welcomedAt, history.now(), code, why + " " + told);
            history.ended(this, visit);
            done.complete(visit);
            return visit;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            hear(data);
            socket.request(1);
            return null;
        }

        private synchronized void hear(CharSequence data) {
            told.append(data);
            if (welcomedAt == null && told.indexOf("\"welcome\"") >= 0) {
                welcomedAt = history.now();
                told.setLength(0);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(Visit.BROKEN, error.toString());
        }
    }
}
