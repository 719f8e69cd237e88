package dev.bouncer.edge.protocol.pusher;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.Secret;
import dev.bouncer.edge.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of the app {@code chat}, and its backend that signs for it. */
final class PusherClient {
    static final String KEY = "chat-key";
    static final String SECRET = "pusher-secret-of-tests";
    static final String PATH = "/app/" + KEY + "?protocol=7&client=js&version=8.6.0&flash=false";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestClient client;
    private final String socketId;
    private int next = 1;

    private PusherClient(TestClient client) {
        this.client = client;
        JsonNode established = client.frame(0);
        assertThat(established.path("event").asText()).as("%s", established).isEqualTo("pusher:connection_established");
        this.socketId = read(established.path("data").asText()).path("socket_id").asText();
    }

    static AppConfig chat(boolean identifyByPresence, ConnectionRules rules) {
        return new AppConfig("chat", List.of(), null,
                new PusherConfig("4711", KEY, new Secret(SECRET), identifyByPresence), rules);
    }

    static AppConfig chat() {
        return chat(true, ConnectionRules.NONE);
    }

    static PusherClient connect(URI edge) {
        return new PusherClient(TestClient.connect(edge, PATH));
    }

    static PusherClient connectAs(URI edge, String user) {
        PusherClient client = connect(edge);
        client.signIn(user);
        assertThat(client.reply()).contains("pusher:signin_success");
        return client;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + json, e);
        }
    }

    String socketId() {
        return socketId;
    }

    TestClient client() {
        return client;
    }

    /** Waits for the next frame. */
    String answer() {
        client.frame(next);
        return client.frames().get(next++);
    }

    /** The same, pings apart: a busy machine may keep it from speaking for so long that it is asked. */
    String reply() {
        String answer = answer();
        while (answer.equals("{\"event\":\"pusher:ping\"}"))
            answer = answer();
        return answer;
    }

    String closed() {
        return client.closed();
    }

    boolean isOpen() {
        return client.isOpen();
    }

    /** Waits until everything sent so far has been read. */
    void sync() {
        send("{\"event\":\"pusher:ping\",\"data\":{}}");
        assertThat(reply()).isEqualTo("{\"event\":\"pusher:pong\"}");
    }

    /** The same, after so many answers that nobody looks at. */
    void sync(int answers) {
        next += answers;
        sync();
    }

    void send(String frame) {
        client.socket().sendText(frame, true).join();
    }

    void signIn(String user) {
        signInWith("{\"id\":\"" + user + "\"}");
    }

    void signInWith(String userData) {
        signIn(sign(socketId + "::user::" + userData), userData);
    }

    void signIn(String auth, String userData) {
        ObjectNode frame = frame("pusher:signin");
        frame.putObject("data").put("auth", auth).put("user_data", userData);
        send(frame.toString());
    }

    void subscribe(String channel) {
        ObjectNode frame = frame("pusher:subscribe");
        frame.putObject("data").put("channel", channel);
        send(frame.toString());
    }

    void subscribe(String channel, String auth) {
        ObjectNode frame = frame("pusher:subscribe");
        frame.putObject("data").put("channel", channel).put("auth", auth);
        send(frame.toString());
    }

    /** Joins a presence channel. */
    void join(String channel, String channelData) {
        join(channel, sign(socketId + ':' + channel + ':' + channelData), channelData);
    }

    void join(String channel, String auth, String channelData) {
        ObjectNode frame = frame("pusher:subscribe");
        frame.putObject("data").put("channel", channel).put("auth", auth).put("channel_data", channelData);
        send(frame.toString());
    }

    static String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return KEY + ':' + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode frame(String event) {
        return JsonNodeFactory.instance.objectNode().put("event", event);
    }
}
