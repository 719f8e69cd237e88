package dev.bouncer.edge.protocol.pusher;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.PusherConfig;
import dev.bouncer.config.PusherTimes;
import dev.bouncer.config.Secret;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Language;
import dev.bouncer.edge.protocol.Script;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;

import static java.util.Objects.requireNonNull;

/**
 * Any conversation, see {@link Script}. Frames that begin with {@code S}, {@code P} or {@code M} get the proof that they
 * need: {@code S} and a user's data sign in, {@code P} and a channel subscribe to it, {@code M} with a channel, a line
 * break and a member's data do as that member.
 */
public final class PusherFuzzTest {
    private static final String SECRET = "secret";
    private static final AppConfig APP = new AppConfig("chat", List.of(), null,
            new PusherConfig("chat", "key", new Secret(SECRET), true), new ConnectionRules(Set.of(), 1, 1, 1));
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final TestSessions SESSIONS = new TestSessions(APP, InstantSource.fixed(NOW));
    private static final PusherTimes TIMES = new PusherTimes(Duration.ofHours(1), Duration.ofMinutes(1),
            Duration.ofHours(1));
    private static final PusherProtocol PROTOCOL = new PusherProtocol(SESSIONS.sessions, SESSIONS.timers, TIMES,
            List.of(APP));
    private static final Upgrade UPGRADE = new Upgrade(NOW, IpRange.parse("192.0.2.7"), "/app/key",
            Map.of("protocol", "7"), null, null, null, List.of());

    static {
        SESSIONS.block(SubjectKey.of("chat", SubjectKind.USER, "mallory"));
    }

    @FuzzTest(maxDuration = "5s")
    void leavesNothingBehindWhateverAClientSays(byte[] input) {
        play(input);
    }

    /** One conversation, from its beginning to its end. */
    public static void play(byte[] input) {
        Script script = Script.of(input);
        RecordingConnection connection = new RecordingConnection();
        Handshake handshake = requireNonNull(PROTOCOL.accept(UPGRADE));
        Conversation conversation = handshake.conversation().apply(connection);
        conversation.opened();
        Proofs proofs = Proofs.of(connection.events().getFirst());
        if (script.startsKnown()) conversation.received(proofs.signIn("{\"id\":\"alice\"}"));
        script.play(SESSIONS, conversation, connection, Language.json(proofs::translate));
    }

    /** What an app's backend signs for a connection. */
    private record Proofs(String socketId) {
        static Proofs of(String welcome) {
            String marker = "socket_id\\\":\\\"";
            int start = welcome.indexOf(marker) + marker.length();
            return new Proofs(welcome.substring(start, welcome.indexOf('\\', start)));
        }

        String translate(String frame) {
            if (frame.isEmpty()) return frame;
            String rest = frame.substring(1);
            return switch (frame.charAt(0)) {
                case 'S' -> signIn(rest);
                case 'P' -> event("pusher:subscribe", data(socketId + ':' + rest).put("channel", rest));
                case 'M' -> member(rest);
                default -> frame;
            };
        }

        String signIn(String userData) {
            return event("pusher:signin", data(socketId + "::user::" + userData).put("user_data", userData));
        }

        private String member(String channelAndData) {
            String[] parts = channelAndData.split("\n", 2);
            String data = parts.length > 1 ? parts[1] : "";
            return event("pusher:subscribe", data(socketId + ':' + parts[0] + ':' + data).put("channel", parts[0])
                    .put("channel_data", data));
        }

        private static ObjectNode data(String signed) {
            return JsonNodeFactory.instance.objectNode().put("auth", "key:" + hmac(signed));
        }

        private static String event(String name, ObjectNode data) {
            ObjectNode frame = JsonNodeFactory.instance.objectNode().put("event", name);
            return frame.<ObjectNode>set("data", data).toString();
        }

        private static String hmac(String signed) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
