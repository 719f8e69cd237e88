package dev.bouncer.edge.identity;

import java.time.Instant;
import java.util.List;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.jspecify.annotations.Nullable;

/** What became of an attempt to authenticate. */
public sealed interface Authentication {
    /**
     * The client is all these subjects.
     *
     * @param subjects  its user first, where it has one
     * @param expiresAt the first instant at which that is no longer proven; null: never
     * @param issuedAt  when the token, or whatever proves it, was made: invalidations of older ones count; null: it does not
     *                  say, so every one does
     * @param firstSeen when the application first saw them, as it says; null: it does not
     */
    record Authenticated(List<SubjectKey> subjects, @Nullable Instant expiresAt, @Nullable Instant issuedAt,
            @Nullable Instant firstSeen) implements Authentication {
        /** Of whom nothing is said of when they were first seen. */
        public Authenticated(List<SubjectKey> subjects, @Nullable Instant expiresAt, @Nullable Instant issuedAt) {
            this(subjects, expiresAt, issuedAt, null);
        }

        /** The same, proven until another time; null: for ever. */
        public Authenticated until(@Nullable Instant time) {
            return new Authenticated(subjects, time, issuedAt, firstSeen);
        }

        /** Copies. */
        public Authenticated {
            subjects = List.copyOf(subjects);
        }

        /** Who it is; null: nobody in particular, by a token that names no user. */
        public @Nullable SubjectKey user() {
            return subjects.stream().filter(key -> key.subject().kind() == SubjectKind.USER).findFirst().orElse(null);
        }
    }

    /**
     * It is nobody.
     *
     * @param why for logs: it holds nothing of the token, and is not for the client, whom it would help to guess
     */
    record Refused(String why) implements Authentication {}

    /**
     * It is nobody now, but for the time: its token has expired, or does not count yet, and is in order otherwise.
     *
     * @param why as above
     */
    record OutOfTime(String why) implements Authentication {}
}
