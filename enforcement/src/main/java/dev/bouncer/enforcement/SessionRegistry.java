package dev.bouncer.enforcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of this node by what they are authenticated as. Thread-safe; a session that was bound before a look-up
 * began is found by it.
 */
public final class SessionRegistry {
    private final Map<Session, Set<SubjectKey>> subjects = new ConcurrentHashMap<>();
    private final Map<SubjectKey, SessionSet> bySubject = new ConcurrentHashMap<>();
    // In address order, so that a blocked range finds its sessions without looking at all the others.
    private final NavigableMap<Bytes, SessionSet> byAddress = new ConcurrentSkipListMap<>();

    /** Adds subjects to a session, which becomes known by that. */
    public void bind(Session session, Collection<SubjectKey> keys) {
        subjects.compute(session, (known, bound) -> {
            Set<SubjectKey> all = bound == null ? ConcurrentHashMap.newKeySet() : bound;
            for (SubjectKey key : keys) {
                if (all.add(key)) index(session, key);
            }
            return all;
        });
    }

    /** Takes subjects from a session, which stays known. */
    public void unbind(Session session, Collection<SubjectKey> keys) {
        subjects.computeIfPresent(session, (known, bound) -> {
            for (SubjectKey key : keys) {
                if (bound.remove(key)) unindex(session, key);
            }
            return bound;
        });
    }

    /** Forgets a session. */
    public void remove(Session session) {
        subjects.computeIfPresent(session, (known, bound) -> {
            bound.forEach(key -> unindex(session, key));
            return null;
        });
    }

    /** The sessions of a subject; for an address range, of every address in it; for an app, all that are bound to its subjects. */
    public Collection<Session> find(SubjectKey key) {
        return switch (key.subject().kind()) {
            case USER, TOKEN, DEVICE -> sessions(bySubject.get(key));
            case IP -> inRange(key);
            case APP -> ofApp(key.app());
        };
    }

    // Seldom asked, and then about to be gone through one by one: no index that every connect would pay for.
    private List<Session> ofApp(String app) {
        return subjects.entrySet().stream().filter(entry -> isOf(app, entry.getValue())).map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isOf(String app, Set<SubjectKey> bound) {
        return bound.stream().anyMatch(key -> key.app().equals(app));
    }

    private List<Session> inRange(SubjectKey key) {
        IpRange range = IpRange.parse(key.subject().id());
        return byAddress
                .subMap(address(key.app(), range.first()), true, address(key.app(), range.last()), true)
                .values().stream().flatMap(sessions -> sessions.snapshot().stream()).toList();
    }

    /** What a session is bound to; nothing if it is not known. */
    public Set<SubjectKey> subjectsOf(Session session) {
        return Set.copyOf(subjects.getOrDefault(session, Set.of()));
    }

    /** All sessions, as they are about now. */
    public Collection<Session> all() {
        return List.copyOf(subjects.keySet());
    }

    /** The apps that have sessions, as they are about now. */
    Set<String> apps() {
        return subjects.values().stream().flatMap(Set::stream).map(SubjectKey::app)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many sessions each app has, as they are about now; goes through all of them. */
    public Map<String, Integer> countByApp() {
        Map<String, Integer> counts = new HashMap<>();
        subjects.values().forEach(bound -> bound.stream().map(SubjectKey::app).distinct()
                .forEach(app -> counts.merge(app, 1, Integer::sum)));
        return counts;
    }

    /** How many sessions there are. */
    public int size() {
        return subjects.size();
    }

    private static List<Session> sessions(@Nullable SessionSet sessions) {
        return sessions == null ? List.of() : sessions.snapshot();
    }

    private void index(Session session, SubjectKey key) {
        if (key.subject().kind() == SubjectKind.IP) {
            add(byAddress, address(key), session);
        } else {
            add(bySubject, key, session);
        }
    }

    private void unindex(Session session, SubjectKey key) {
        if (key.subject().kind() == SubjectKind.IP) {
            remove(byAddress, address(key), session);
        } else {
            remove(bySubject, key, session);
        }
    }

    private static Bytes address(SubjectKey key) {
        return address(key.app(), IpRange.parse(key.subject().id()).first());
    }

    // The address comes last and its length before it, so that addresses of one app and family are neighbours, in order.
    private static Bytes address(String app, byte[] address) {
        byte[] name = app.getBytes(StandardCharsets.US_ASCII);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 2 + address.length).put(name).put((byte) 0)
                .put((byte) address.length).put(address).array());
    }

    private static <K> void add(Map<K, SessionSet> index, K key, Session session) {
        SessionSet sessions = index.computeIfAbsent(key, unused -> new SessionSet());
        while (!sessions.add(session)) {
            index.remove(key, sessions);
            sessions = index.computeIfAbsent(key, unused -> new SessionSet());
        }
    }

    private static <K> void remove(Map<K, SessionSet> index, K key, Session session) {
        SessionSet sessions = index.get(key);
        if (sessions != null && sessions.remove(session)) index.remove(key, sessions);
    }
}
