package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * When the tokens were issued by which a session is who it is: it may be several users, each by a token of its own.
 * {@link #show} comes before {@link Admission} is asked, so that an invalidation is either seen by the question or finds
 * the session with the times of what it shows. Thread-safe.
 */
public final class TokenTimes {
    // Stands for not knowing: a map of its own would cost every session more.
    private static final Instant UNKNOWN = Instant.MIN;

    // Never changed once it is shared: few sessions ever show a second token.
    private volatile Map<SubjectKey, Instant> times = Map.of();

    /**
     * The session shows a token that says it is all these subjects.
     *
     * @param issuedAt null: it does not say when it was issued
     */
    public synchronized void show(Collection<SubjectKey> subjects, @Nullable Instant issuedAt) {
        Map<SubjectKey, Instant> changed = new HashMap<>(times);
        for (SubjectKey subject : subjects) {
            if (Command.Invalidate.allows(subject.subject().kind()))
                changed.put(subject, issuedAt == null ? UNKNOWN : issuedAt);
        }
        times = Map.copyOf(changed);
    }

    /** The session is no longer any of these subjects. */
    public synchronized void forget(Collection<SubjectKey> subjects) {
        if (subjects.isEmpty()) return;
        Map<SubjectKey, Instant> changed = new HashMap<>(times);
        changed.keySet().removeAll(subjects);
        times = Map.copyOf(changed);
    }

    /** Whether a token said that it is this user or device, and it has not been forgotten. */
    public boolean isShown(SubjectKey subject) {
        return times.containsKey(subject);
    }

    /** For {@link Session#tokenIssuedAt}. */
    public @Nullable Instant issuedAt(SubjectKey subject) {
        Instant time = times.getOrDefault(subject, UNKNOWN);
        return time.equals(UNKNOWN) ? null : time;
    }
}
