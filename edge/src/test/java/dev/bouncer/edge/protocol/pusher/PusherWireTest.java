package dev.bouncer.edge.protocol.pusher;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bouncer.config.AppConfig;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.TestFleet;
import dev.bouncer.edge.server.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Frame for frame, what a client of Pusher Channels hears, from one node and from two. */
@ParameterizedClass
@ValueSource(ints = {1, 2})
class PusherWireTest {
    private static final String NOT_AUTHORIZED = "Authentication error: Connection not authorized for signin.";

    private final TestFleet fleet;

    PusherWireTest(int nodes) {
        this.fleet = new TestFleet(nodes, PusherClient.chat(), new AppConfig("plain", List.of(), null));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private static String error(int code, String message) {
        return "{\"event\":\"pusher:error\",\"data\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}";
    }

    private static String subscribed(String channel) {
        return "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"" + channel
                + "\",\"data\":\"{}\"}";
    }

    private static String refused(String channel) {
        return "{\"event\":\"pusher:subscription_error\",\"channel\":\"" + channel
                + "\",\"data\":{\"type\":\"AuthError\",\"error\":\"Connection not authorized for this channel\","
                + "\"status\":401}}";
    }

    // What pusher-js, pusher-java-client and others send.
    @ParameterizedTest
    @ValueSource(strings = {"protocol=7&client=js&version=8.6.0&flash=false",
            "client=java-client&protocol=5&version=2.4.4", "protocol=6"})
    void establishesTheConnection(String query) {
        TestClient client = TestClient.connect(fleet.uri(), "/app/chat-key?" + query);
        JsonNode frame = client.frame(0);

        assertThat(frame.path("event").asText()).isEqualTo("pusher:connection_established");
        assertThat(frame.path("data").isTextual()).isTrue();
        JsonNode data = PusherClient.read(frame.path("data").asText());
        assertThat(data.path("socket_id").asText()).matches("^\\d+\\.\\d+$");
        assertThat(data.path("activity_timeout").intValue()).isEqualTo(120);
        assertThat(client.subprotocol()).isEmpty();
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void givesEveryConnectionAnotherSocketId() {
        assertThat(PusherClient.connect(fleet.uri()).socketId())
                .isNotEqualTo(PusherClient.connect(fleet.uri()).socketId());
    }

    @ParameterizedTest
    @CsvSource({"/app/nobody?protocol=7, 4001, Application does not exist",
            "/app/chat?protocol=7, 4001, Application does not exist",
            "/app/plain?protocol=7, 4001, Application does not exist",
            "/app/chat-key, 4008, No protocol version supplied",
            "/app/chat-key?protocol=abc, 4006, Invalid version string format",
            "/app/chat-key?protocol=, 4006, Invalid version string format",
            "/app/chat-key?protocol=-7, 4006, Invalid version string format",
            "/app/chat-key?protocol=99, 4007, 'Unsupported protocol version: expected 5, 6 or 7'",
            "/app/chat-key?protocol=4, 4007, 'Unsupported protocol version: expected 5, 6 or 7'",
            "/app/chat-key?protocol=8, 4007, 'Unsupported protocol version: expected 5, 6 or 7'"})
    void refusesAfterTheUpgrade(String path, int code, String message) {
        TestClient client = TestClient.connect(fleet.uri(), path);

        assertThat(client.closed()).isEqualTo(code + " " + message);
        assertThat(client.frames()).containsExactly(error(code, message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/", "/app", "/app/chat-key/", "/app/chat-key/x", "/apps/chat-key", "/x/app/chat-key"})
    void hasNothingElsewhere(String path) throws Exception {
        try (RawClient client = new RawClient(fleet.uri())) {
            assertThat(client.request("GET " + path + "?protocol=7", RawClient.UPGRADE)).startsWith("HTTP/1.1 404")
                    .contains("/app/{key}");
        }
    }

    // With {} for the ping's data, as pusher-js sends it, and without, as pusher-java-client does.
    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"pusher:ping\",\"data\":{}}", "{\"event\": \"pusher:ping\"}"})
    void answersPings(String ping) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.send(ping);

        assertThat(client.answer()).isEqualTo("{\"event\":\"pusher:pong\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"u1\"}", "{ \"id\" : \"a/b ü😀\" , \"user_info\":{\"n\":[1,2]}}"})
    void echoesTheUserDataAsItCame(String userData) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.signInWith(userData);

        JsonNode answer = PusherClient.read(client.answer());
        assertThat(answer.path("event").asText()).isEqualTo("pusher:signin_success");
        assertThat(answer.path("data").path("user_data").textValue()).isEqualTo(userData);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{}; Authentication error: id: expected a text, got none",
            "{\"id\":null}; Authentication error: id: expected a text, got none",
            "{\"id\":7}; Authentication error: id: expected a text, got '7'",
            "{\"id\":\"\"}; Authentication error: subject id: expected 1 to 256 characters, got none",
            "{\"id\":\"a\\u0000\"}; Authentication error: subject id: expected no control characters, got 'a\\u0000'",
            "[]; Authentication error: expected a JSON object, got an array"})
    void refusesAndClosesOnUserDataThatNamesNobody(String userData, String message) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.signInWith(userData);

        assertThat(client.closed()).isEqualTo("4009 " + message);
        assertThat(PusherClient.read(client.answer()).path("data").path("message").asText()).isEqualTo(message);
    }

    @Test
    void refusesUsersWithIdsThatAreTooLong() {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.signIn("x".repeat(256));
        assertThat(client.answer()).contains("signin_success");
        client.signIn("x".repeat(257));

        assertThat(client.closed())
                .isEqualTo("4009 Authentication error: subject id: expected at most 256 characters, got 257");
    }

    @Test
    void refusesAndClosesOnSignaturesThatAreNotTheAppsForThisConnection() {
        String user = "{\"id\":\"forged\"}";
        PusherClient other = PusherClient.connect(fleet.uri());
        for (String kind : List.of("wrong", "foreign key", "another's", "capital")) {
            PusherClient client = PusherClient.connect(fleet.uri());
            String good = PusherClient.sign(client.socketId() + "::user::" + user);
            client.signIn(switch (kind) {
                case "wrong" -> PusherClient.KEY + ":" + "0".repeat(64);
                case "foreign key" -> good.replace(PusherClient.KEY, "other-key");
                case "another's" -> PusherClient.sign(other.socketId() + "::user::" + user);
                default -> PusherClient.KEY + good.substring(PusherClient.KEY.length()).toUpperCase(
                        java.util.Locale.ROOT);
            }, user);

            assertThat(client.answer()).as(kind).isEqualTo(error(4009, NOT_AUTHORIZED));
            assertThat(client.closed()).isEqualTo("4009 " + NOT_AUTHORIZED);
        }
        assertThat(fleet.sessionsOf(TestEdge.user("forged"))).isEmpty();
        assertThat(fleet.metric("bouncer.closes", Map.of("reason", "unauthenticated"))).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"pusher:signin\",\"data\":{}}",
            "{\"event\":\"pusher:signin\",\"data\":{\"user_data\":\"{}\"}}"})
    void takesAMissingProofForABadOne(String signIn) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.send(signIn);

        assertThat(client.closed()).isEqualTo("4009 " + NOT_AUTHORIZED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "hello; expected a JSON object, got malformed JSON",
            "[]; expected a JSON object, got an array", "``; expected a JSON object, got nothing",
            "{}; event: expected a text, got none", "{\"event\":7}; event: expected a text, got '7'",
            "{\"event\":\"pusher:signin\"}; data: expected an object, got none",
            "{\"event\":\"pusher:signin\",\"data\":\"{}\"}; data: expected an object, got the text '{}'",
            "{\"event\":\"pusher:signin\",\"data\":{\"auth\":7}}; data.auth: expected a text, got '7'",
            "{\"event\":\"pusher:subscribe\"}; data: expected an object, got none",
            "{\"event\":\"pusher:subscribe\",\"data\":\"room\"}; expected a JSON object, got malformed JSON",
            "{\"event\":\"pusher:subscribe\",\"data\":{}}; data.channel: expected a text, got none"})
    void answersMalformedFramesAndStaysOpen(String frame, String why) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.send(frame);

        assertThat(PusherClient.read(client.answer()).path("data").path("message").asText())
                .startsWith("Invalid message format: " + why);
        client.sync();
    }

    @Test
    void closesOnTooManyMalformedFrames() {
        PusherClient client = PusherClient.connect(fleet.uri());
        for (int i = 1; i < PusherConversation.MAX_MALFORMED; i++)
            client.send("{");
        client.sync(PusherConversation.MAX_MALFORMED - 1);
        client.send("{");

        assertThat(client.closed()).isEqualTo("4009 Too many malformed messages");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"event\":\"pusher:pong\",\"data\":{}}", "{\"event\":\"pusher:new\"}",
            "{\"event\":\"anything\",\"data\":7}", "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"x\"}}",
            "{\"event\":\"pusher:unsubscribe\"}"})
    void ignoresWhatItNeedNotAnswer(String frame) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.send(frame);

        client.sync();
        assertThat(client.client().frames()).hasSize(2);
    }

    @Test
    void carriesNoClientEvents() {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.send("{\"event\":\"client-typing\",\"channel\":\"private-x\",\"data\":{}}");

        assertThat(client.answer()).isEqualTo(error(4301, "Client events are not carried here"));
        client.sync();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "cache-room", "a/b ü", ""})
    void grantsPublicChannels(String channel) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.subscribe(channel);
        assertThat(client.answer()).isEqualTo(subscribed(channel));

        client.send("{\"event\":\"pusher:subscribe\",\"data\":\"{\\\"channel\\\":\\\"" + channel + "\\\"}\"}");
        assertThat(client.answer()).isEqualTo(subscribed(channel));
    }

    @Test
    void grantsTheChannelOfTheUserWhoSignedInAndNoOthers() {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.subscribe("#server-to-user-u1");
        assertThat(client.answer()).isEqualTo(refused("#server-to-user-u1"));

        client.signIn("u1");
        assertThat(client.answer()).contains("signin_success");
        client.subscribe("#server-to-user-u1");
        assertThat(client.answer()).isEqualTo(subscribed("#server-to-user-u1"));
        client.subscribe("#server-to-user-u2");
        assertThat(client.answer()).isEqualTo(refused("#server-to-user-u2"));
        client.subscribe("#other");
        assertThat(client.answer()).isEqualTo(refused("#other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-room", "private-encrypted-room", "private-cache-room"})
    void grantsPrivateChannelsWithARightSignature(String channel) {
        PusherClient client = PusherClient.connect(fleet.uri());
        String auth = PusherClient.sign(client.socketId() + ":" + channel);
        client.subscribe(channel, auth);
        assertThat(client.answer()).isEqualTo(subscribed(channel));

        client.join(channel, "{\"user_id\":\"u1\"}");
        assertThat(client.answer()).isEqualTo(subscribed(channel));
        client.join(channel, auth, "{\"user_id\":\"u1\"}");
        assertThat(client.answer()).isEqualTo(refused(channel));
        client.subscribe(channel);
        assertThat(client.answer()).isEqualTo(refused(channel));
        client.subscribe(channel + "s", auth);
        assertThat(client.answer()).isEqualTo(refused(channel + "s"));
        client.sync();
    }

    @Test
    void tellsWhoJoinsAPresenceChannelThatTheyAreThere() {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.join("presence-room", "{\"user_id\":\"u1\",\"user_info\":{\"name\":\"Ü\"}}");

        assertThat(client.answer()).isEqualTo(
                "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"presence-room\",\"data\":"
                        + "\"{\\\"presence\\\":{\\\"count\\\":1,\\\"ids\\\":[\\\"u1\\\"],"
                        + "\\\"hash\\\":{\\\"u1\\\":{\\\"name\\\":\\\"Ü\\\"}}}}\"}");
        client.join("presence-room", "{\"user_id\":7}");
        assertThat(PusherClient.read(client.answer()).path("data").asText())
                .isEqualTo("{\"presence\":{\"count\":1,\"ids\":[\"7\"],\"hash\":{\"7\":{}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"user_id\":\"\"}", "{\"user_id\":1.5}", "{\"user_id\":true}", "no JSON",
            "{\"user_id\":\"u1\"}:{\"user_id\":\"u2\"}"})
    void refusesPresenceOfNobody(String channelData) {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.join("presence-room", channelData);

        JsonNode answer = PusherClient.read(client.answer());
        assertThat(answer.path("event").asText()).isEqualTo("pusher:subscription_error");
        assertThat(answer.path("data").path("error").asText()).startsWith("channel_data: ");
        client.sync();
    }

    @Test
    void refusesPresenceWithoutARightSignature() {
        PusherClient client = PusherClient.connect(fleet.uri());
        client.join("presence-room", PusherClient.sign(client.socketId() + ":presence-room"), "{\"user_id\":\"u9\"}");
        assertThat(client.answer()).isEqualTo(refused("presence-room"));
        client.subscribe("presence-room", PusherClient.sign(client.socketId() + ":presence-room"));
        assertThat(client.answer()).isEqualTo(refused("presence-room"));

        client.sync();
        assertThat(fleet.sessionsOf(TestEdge.user("u9"))).isEmpty();
    }
}
