package dev.bouncer.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.Decoded;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/** An enforcer of sessions that are no real ones, at a time that stands still. */
abstract class EnforcerTests {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration SKEW = Duration.ofSeconds(2);

    final SessionRegistry sessions = new SessionRegistry();
    final BlocklistView view = new BlocklistView(new InMemoryBlockStore(), 1);
    final Enforcer enforcer = new Enforcer(view, sessions, SKEW, () -> NOW, CommandListener.NONE,
            EnforcementTrace.NONE,
            new SimpleMeterRegistry());
    long offset;

    void block(SubjectKey key, @Nullable Instant expiresAt) {
        enforce(new Command.Block(UUID.randomUUID(), key, expiresAt, null, null, "test", NOW), offset++, NOW);
    }

    void enforce(Command command, long at, Instant appended) {
        enforcer.enforce(Arriving.now(new Decoded.Valid(command, new Position(0, at), appended), false));
    }

    FakeSession open(SubjectKey... keys) {
        FakeSession session = new FakeSession(NOW);
        sessions.bind(session, List.of(keys));
        return session;
    }

    FakeSession openWithToken(@Nullable Instant issuedAt, SubjectKey key) {
        FakeSession session = open(key);
        session.showToken(issuedAt);
        return session;
    }

    static SubjectKey user(String id) {
        return SubjectKey.of("chat", SubjectKind.USER, id);
    }
}
