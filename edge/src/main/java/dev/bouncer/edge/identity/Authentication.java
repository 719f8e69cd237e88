package dev.bouncer.edge.identity;

import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to authenticate. */
public sealed interface Authentication {
    /**
     * The client is all these subjects.
     *
     * @param subjects  its user first
     * @param expiresAt the first instant at which that is no longer proven; null: never
     */
    record Authenticated(List<SubjectKey> subjects, @Nullable Instant expiresAt) implements Authentication {
        /** Copies. */
        public Authenticated {
            subjects = List.copyOf(subjects);
        }
    }

    /**
     * It is nobody.
     *
     * @param why for logs: it holds nothing of the token, and is not for the client, whom it would help to guess
     */
    record Refused(String why) implements Authentication {}
}
