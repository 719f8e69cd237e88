package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bouncer.config.AppConfig;
import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Script;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;

import static java.util.Objects.requireNonNull;

/**
 * Any conversation, see {@link Script}. A frame that begins with {@code T} or {@code R} is the payload of a token: it is
 * signed, and shown to connect or to refresh.
 */
public final class CentrifugeFuzzTest {
    private static final AppConfig APP = new AppConfig("chat", List.of(), Tokens.chat().tokens(), null,
            new ConnectionRules(Set.of(), 1, 1, 1));
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final TestSessions SESSIONS = new TestSessions(APP, CLOCK);
    private static final CentrifugeTimes TIMES = new CentrifugeTimes(Duration.ofHours(1), Duration.ofHours(2),
            Duration.ofHours(1), Duration.ofHours(1));
    private static final CentrifugeProtocol PROTOCOL = new CentrifugeProtocol(SESSIONS.sessions, SESSIONS.timers,
            new Authenticator(List.of(APP), CLOCK), TIMES, CLOCK);
    private static final Upgrade UPGRADE = new Upgrade(NOW, IpRange.parse("192.0.2.7"), CentrifugeClient.PATH,
            Map.of(), null, null, List.of());
    private static final String ALICE = CentrifugeClient
            .connectCommand(signed("{\"sub\":\"alice\",\"exp\":1796130000}"));

    static {
        SESSIONS.block(SubjectKey.of("chat", SubjectKind.USER, "mallory"));
    }

    @FuzzTest(maxDuration = "12s")
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
        if (script.startsKnown()) conversation.received(ALICE);
        script.play(SESSIONS, conversation, connection, CentrifugeFuzzTest::translate);
    }

    private static String translate(String frame) {
        if (frame.startsWith("T")) return CentrifugeClient.connectCommand(signed(frame.substring(1)));
        if (frame.startsWith("R")) return CentrifugeClient.refreshCommand(signed(frame.substring(1)));
        return frame;
    }

    private static String signed(String payload) {
        return Tokens.sign(payload, "HS256", Tokens.hmac(Tokens.SECRET), null);
    }
}
