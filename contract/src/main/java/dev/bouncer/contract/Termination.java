package dev.bouncer.contract;

import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which of a subject's sessions a terminate is for, and how they are told. Immutable.
 *
 * @param only   the ids of sessions; empty: all
 * @param except the ids of sessions that stay; with those of {@code only} at most {@value #MAX_SESSIONS}
 * @param close  what the publisher wants a client to be told, where the client's protocol can; null: as usual
 */
public record Termination(Set<UUID> only, Set<UUID> except, @Nullable Close close) {
    /** Most ids of sessions: a command with so many still fits into a record. */
    public static final int MAX_SESSIONS = 1_000;
    /** All of the subject's sessions, told as usual. */
    public static final Termination ALL = new Termination(Set.of(), Set.of(), null);

    /**
     * A close frame's content.
     *
     * @param code   3000 to 4999
     * @param reason at most 123 bytes in UTF-8, which is what a close frame holds
     */
    public record Close(int code, String reason) {
        private static final int MAX_REASON_BYTES = 123;

        /** @throws IllegalArgumentException if a value is out of its range */
        public Close {
            if (code < 3000 || code > 4999)
                throw new IllegalArgumentException("close.code: expected 3000 to 4999, got " + code);
            Text.requireProse("close.reason", reason, MAX_REASON_BYTES);
            int length = Text.utf8Length(reason);
            if (length > MAX_REASON_BYTES) {
                throw new IllegalArgumentException(
                        "close.reason: expected at most " + MAX_REASON_BYTES + " bytes of UTF-8, got " + length);
            }
        }
    }

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if there are too many sessions
     */
    public Termination {
        int sessions = only.size() + except.size();
        if (sessions > MAX_SESSIONS) {
            throw new IllegalArgumentException(
                    "only, except: expected at most " + MAX_SESSIONS + " sessions together, got " + sessions);
        }
        only = Set.copyOf(only);
        except = Set.copyOf(except);
    }

    /** Whether it is for that one of the subject's sessions. */
    public boolean isFor(UUID session) {
        return (only.isEmpty() || only.contains(session)) && !except.contains(session);
    }
}
