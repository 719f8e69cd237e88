package dev.bouncer.enforcement.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.Admission.Outcome;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Session;
import dev.bouncer.enforcement.SessionRegistry;
import org.jspecify.annotations.Nullable;

/** The application's connections by what names them to it. Thread-safe. */
final class Connections {
    private final String app;
    private final SessionRegistry registry;
    private final Admission admission;
    private final InstantSource clock;
    private final Map<Object, EmbeddedSession> sessions = new ConcurrentHashMap<>();
    private final ExecutorService closing = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("bouncer-close-", 0).factory());
    private volatile boolean leaving;

    Connections(String app, SessionRegistry registry, Admission admission, InstantSource clock) {
        this.app = SubjectKey.requireApp(app);
        this.registry = registry;
        this.admission = admission;
        this.clock = clock;
    }

    Outcome admit(Object connection, Collection<Subject> subjects, @Nullable Instant tokenIssuedAt, Closer closer) {
        EmbeddedSession session = new EmbeddedSession(clock.instant(), closer, closing);
        if (sessions.putIfAbsent(connection, session) != null)
            throw new IllegalStateException("expected a connection that is new, got one that is there: " + connection);
        return ask(connection, session, subjects, tokenIssuedAt, admission::admit);
    }

    Outcome identify(Object connection, Collection<Subject> subjects, @Nullable Instant tokenIssuedAt) {
        EmbeddedSession session = sessions.get(connection);
        return session == null
                ? new Outcome.Refused(new CloseReason.Unauthenticated())
                : ask(connection, session, subjects, tokenIssuedAt, this::admitOrRenew);
    }

    // Whoever it is already was asked about then, and has been findable since: a node out of touch keeps its connections.
    private Outcome admitOrRenew(Session session, Collection<SubjectKey> keys) {
        return registry.subjectsOf(session).containsAll(keys)
                ? admission.renew(session, keys)
                : admission.admit(session, keys);
    }

    private Outcome ask(Object connection, EmbeddedSession session, Collection<Subject> subjects,
            @Nullable Instant tokenIssuedAt, BiFunction<Session, Collection<SubjectKey>, Outcome> question) {
        List<SubjectKey> keys = subjects.stream().map(subject -> new SubjectKey(app, subject)).toList();
        session.tokens().show(keys, tokenIssuedAt);
        Outcome outcome = question.apply(session, keys);
        // Registered before asked holds for shutting down and for connections cut meanwhile just as for blocks.
        if (session.isGone()) {
            registry.remove(session);
            return new Outcome.Refused(new CloseReason.Unauthenticated());
        }
        if (leaving && outcome.isAdmitted()) outcome = new Outcome.Refused(new CloseReason.GoingAway());
        if (outcome instanceof Outcome.Refused refused) {
            forget(connection, session);
            session.refuse(refused.reason());
        }
        return outcome;
    }

    void gone(Object connection) {
        EmbeddedSession session = sessions.get(connection);
        if (session == null) return;
        session.markGone();
        forget(connection, session);
    }

    private void forget(Object connection, EmbeddedSession session) {
        sessions.remove(connection, session);
        registry.remove(session);
    }

    /** Takes nobody any more, and closes all. */
    void leave() {
        leaving = true;
        List.copyOf(sessions.values()).forEach(session -> session.close(new CloseReason.GoingAway()));
    }

    /** Waits until those that are being closed are. Nobody may close one any more. */
    void awaitClosed(Duration patience) throws InterruptedException {
        closing.shutdown();
        if (!closing.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) closing.shutdownNow();
    }
}
