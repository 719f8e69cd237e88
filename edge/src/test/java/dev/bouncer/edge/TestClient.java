package dev.bouncer.edge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A WebSocket client that notes what it hears. */
public final class TestClient implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile int code = -1;
    private volatile String reason = "";
    private volatile long closedAt;
    private @Nullable WebSocket socket;

    private TestClient() {}

    /** Waits for what comes over a socket, which is nearly there: ten times a second would be most of a test's time. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    /** A client that connects as the user, to the app {@code chat}. */
    public static TestClient connect(TestEdge edge, String user) {
        return connect(edge.uri(), "/v1/apps/chat/connect?token=" + Tokens.of(user));
    }

    public static TestClient connect(URI edge, String pathAndQuery) {
        return connect(HTTP.newWebSocketBuilder(), edge, pathAndQuery);
    }

    public static TestClient connectWithHeader(URI edge, String pathAndQuery, String name, String value) {
        return connect(HTTP.newWebSocketBuilder().header(name, value), edge, pathAndQuery);
    }

    public static TestClient connectOffering(URI edge, String pathAndQuery, String first, String... others) {
        return connect(HTTP.newWebSocketBuilder().subprotocols(first, others), edge, pathAndQuery);
    }

    private static TestClient connect(WebSocket.Builder builder, URI edge, String pathAndQuery) {
        TestClient client = new TestClient();
        client.socket = builder.buildAsync(edge.resolve(pathAndQuery), client).join();
        return client;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    // A byte, a character.
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        return onText(webSocket, StandardCharsets.ISO_8859_1.decode(data), last);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String why) {
        closedAt = System.nanoTime();
        reason = why;
        code = statusCode;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closedAt = System.nanoTime();
        reason = error.toString();
        code = 1006;
    }

    public WebSocket socket() {
        if (socket == null) throw new IllegalStateException("not connected");
        return socket;
    }

    /** Sends a text frame. */
    public void say(String text) {
        socket().sendText(text, true).orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Those of bytes as ISO 8859-1. */
    public List<String> frames() {
        return List.copyOf(frames);
    }

    public boolean isOpen() {
        return code < 0;
    }

    /** When it was closed, by {@link System#nanoTime}. */
    public long closedAt() {
        return closedAt;
    }

    public String subprotocol() {
        return socket().getSubprotocol();
    }

    /** Waits for a frame and reads it. */
    public JsonNode frame(int number) {
        await().until(() -> frames.size() > number);
        try {
            return JSON.readTree(frames.get(number));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + frames.get(number), e);
        }
    }

    /** Waits for the welcome. */
    public TestClient welcomed() {
        assertThat(frame(0).path("type").asText()).as("%s", frames).isEqualTo("welcome");
        return this;
    }

    /** Waits for the close frame; what it says. */
    public String closed() {
        await().until(() -> code >= 0);
        return code + " " + reason;
    }
}
