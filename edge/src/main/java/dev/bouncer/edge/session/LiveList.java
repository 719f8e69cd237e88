package dev.bouncer.edge.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.bouncer.contract.LiveSession;
import dev.bouncer.contract.LiveSessions;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.enforcement.Session;
import dev.bouncer.enforcement.SessionRegistry;

/**
 * Tells which sessions are open on this node: those that were admitted and have not been told to go. Each request looks at
 * the registry as it is; nothing is kept for it. Thread-safe.
 */
public final class LiveList {
    private static final Comparator<Subject> SUBJECT_ORDER = Comparator.comparing(Subject::kind)
            .thenComparing(Subject::id);

    private final String edge;
    private final SessionRegistry registry;

    /**
     * @param edge     this node's id
     * @param registry holds none but client sessions
     */
    public LiveList(String edge, SessionRegistry registry) {
        this.edge = edge;
        this.registry = registry;
    }

    /** The answer to a request. */
    public LiveSessions answer(SessionsRequest request) {
        return LiveSessions.first(candidates(request).filter(session -> session.isLive(request.app()))
                .filter(session -> request.after() == null
                        || LiveSession.ORDER.compare(session.id(), request.after()) > 0)
                .sorted(Comparator.comparing(ClientSession::id, LiveSession.ORDER)).map(this::tell), request.limit());
    }

    private Stream<ClientSession> candidates(SessionsRequest request) {
        Subject subject = request.subject();
        Collection<Session> found = subject == null
                ? registry.all()
                : registry.find(new SubjectKey(request.app(), subject));
        return found.stream().distinct().map(LiveList::own);
    }

    private static ClientSession own(Session session) {
        if (session instanceof ClientSession client) return client;
        throw new IllegalStateException("expected a client's session, got " + session.getClass());
    }

    private LiveSession tell(ClientSession session) {
        Set<SubjectKey> keys = registry.subjectsOf(session);
        List<Subject> subjects = keys.stream().map(SubjectKey::subject).sorted(SUBJECT_ORDER).toList();
        // Where its client is, is what every session is bound to from the beginning.
        String address = subjects.stream().filter(subject -> subject.kind() == SubjectKind.IP).map(Subject::id)
                .findFirst().orElse(null);
        Arrival arrival = session.arrival();
        return new LiveSession(edge, session.id(), session.openedAt(), subjects, arrival.protocol(), address,
                arrival.userAgent(), arrival.route());
    }
}
