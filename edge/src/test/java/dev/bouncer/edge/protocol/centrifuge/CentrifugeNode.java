package dev.bouncer.edge.protocol.centrifuge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.CentrifugeTimes;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.Conversation;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.RecordingConnection;
import dev.bouncer.edge.session.TestSessions;

import static java.util.Objects.requireNonNull;

/** A node without sockets for a fuzzer to talk to; the user {@code mallory} is blocked there. */
final class CentrifugeNode {
    static final String ALICE = signed("{\"sub\":\"alice\",\"exp\":1796130000}");

    private static final AppConfig APP = new AppConfig("chat", List.of(), Tokens.chat().tokens(), null,
            new ConnectionRules(Set.of(), 1, 1, 1));
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final CentrifugeTimes TIMES = new CentrifugeTimes(Duration.ofHours(1), Duration.ofHours(2),
            Duration.ofHours(1), Duration.ofHours(1));

    final TestSessions sessions;
    private final InstantSource clock;
    private final Authenticator authenticator;
    private final CentrifugeProtocol protocol;
    private final Upgrade upgrade;

    /**
     * One where time stands still.
     *
     * @param query of the client's URL
     */
    CentrifugeNode(Map<String, String> query) {
        this(query, InstantSource.fixed(NOW));
    }

    CentrifugeNode(Map<String, String> query, InstantSource clock) {
        this.clock = clock;
        this.sessions = new TestSessions(APP, clock);
        this.authenticator = new Authenticator(List.of(APP), clock);
        this.protocol = protocol(TIMES);
        this.upgrade = new Upgrade(clock.instant(), IpRange.parse("192.0.2.7"), CentrifugeClient.PATH, query, null,
                null, null, List.of());
        sessions.block(SubjectKey.of("chat", SubjectKind.USER, "mallory"));
    }

    private CentrifugeProtocol protocol(CentrifugeTimes times) {
        return new CentrifugeProtocol(sessions.sessions, sessions.timers, authenticator, times, clock);
    }

    /** With a client that is told to go at once, since it has not said who it is. */
    Conversation openLate(RecordingConnection connection) {
        return open(connection, protocol(new CentrifugeTimes(Duration.ofMillis(1), Duration.ofHours(2),
                Duration.ofHours(1), Duration.ofHours(1))));
    }

    Conversation open(RecordingConnection connection) {
        return open(connection, protocol);
    }

    private Conversation open(RecordingConnection connection, CentrifugeProtocol protocol) {
        Conversation conversation = requireNonNull(protocol.accept(upgrade)).conversation().apply(connection);
        conversation.opened();
        return conversation;
    }

    /**
     * A frame that begins with {@code T} or {@code R} is the payload of a token, which is signed and shown to connect or
     * to refresh.
     */
    static String translate(String frame) {
        if (frame.startsWith("T")) return CentrifugeClient.connectCommand(signed(frame.substring(1)));
        if (frame.startsWith("R")) return CentrifugeClient.refreshCommand(signed(frame.substring(1)));
        return frame;
    }

    static String signed(String payload) {
        return Tokens.sign(payload, "HS256", Tokens.hmac(Tokens.SECRET), null);
    }
}
