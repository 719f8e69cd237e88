package dev.bouncer.api;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/** An edge that tells the sessions it is told to have, of whichever app it is asked about, or does worse. */
public final class FakeEdge implements AutoCloseable {
    public static final String SECRET = "a-secret-of-the-fleet";
    public static final Instant SINCE = Instant.parse("2026-11-01T11:59:00.000Z");

    public final List<SessionsRequest> asked = new CopyOnWriteArrayList<>();
    public final List<LiveSession> sessions = new CopyOnWriteArrayList<>();
    public volatile String secret = SECRET;
    public volatile boolean hanging;
    public volatile byte @Nullable [] answer;
    private final String id;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    public FakeEdge(String id) {
        this.id = id;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(SessionsRequest.PATH, this::handle);
        server.start();
    }

    /** Has a session of alice's, whose id ends so. */
    public LiveSession session(int end) {
        LiveSession session = new LiveSession(id, id(end), SINCE, List.of(new Subject(SubjectKind.USER, "alice")),
                "native", "192.0.2.7", "curl/8.5", null);
        sessions.add(session);
        return session;
    }

    public static UUID id(int end) {
        return new UUID(0xf000_0000_0000_4000L, 0x8000_0000_0000_0000L + end);
    }

    private void handle(HttpExchange exchange) throws IOException {
        SessionsRequest request = SessionsRequest.parse(exchange.getRequestURI());
        asked.add(request);
        boolean known = ("Bearer " + secret).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] told = answer;
        byte[] bytes = told == null ? answer(request).encode() : told;
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            if (hanging) closed.await();
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            out.write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LiveSessions answer(SessionsRequest request) {
        UUID after = request.after();
        return LiveSessions.first(sessions.stream()
                .filter(session -> after == null || LiveSession.ORDER.compare(session.id(), after) > 0)
                .sorted(Comparator.comparing(LiveSession::id, LiveSession.ORDER)), request.limit());
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
