package dev.bouncer.contract;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a backend, a moderator or an abuse job wants done about one subject of one app. Times have millisecond precision
 * (finer ones are cut) and lie in the years 1 to 9999, so that RFC 3339 can write them. Immutable.
 */
public sealed interface Command {
    /** Names the command everywhere: a UUID, version 7 where Bouncer makes it. The same id is the same command. */
    UUID id();

    /** Whom the command is about. */
    SubjectKey subject();

    /** For moderators and auditors; never reaches a client. At most 2,000 characters. */
    @Nullable
    String reason();

    /** Who gave the command: the API key's name, or what the publisher put there. 1 to 256 characters. */
    String actor();

    /** When it was given, by the publisher's clock. */
    Instant issuedAt();

    /** The lane it travels in. */
    default Lane lane() {
        return switch (this) {
            case Block unused -> Lane.BLOCK;
            case Unblock unused -> Lane.BLOCK;
            case Terminate unused -> Lane.TERMINATE;
            case Invalidate unused -> Lane.INVALIDATE;
        };
    }

    /** The key of its record. */
    default CommandKey key() {
        return new CommandKey(lane(), subject());
    }

    /** @throws IllegalArgumentException if it is less than everybody, and the subject no app */
    static void requireReach(SubjectKey subject, Reach reach) {
        if (subject.subject().kind() == SubjectKind.APP || reach.equals(Reach.ALL)) return;
        throw new IllegalArgumentException(
                "except, first_seen_after, rate: expected them only where the subject is an app, got "
                        + Text.quote(subject.subject().toString()));
    }

    /**
     * The subject may not connect, until {@code expiresAt}; its sessions are closed.
     *
     * @param expiresAt the first instant at which it may connect again; null: for ever; may lie in the past (imported
     *                  histories), and then nothing is in force
     * @param message   what the user is told; at most 1,000 characters
     * @param reach     whom of the app it is for, where the subject is an app; {@link Reach#ALL} for all others
     */
    record Block(UUID id, SubjectKey subject, @Nullable Instant expiresAt, @Nullable String reason,
            @Nullable String message, String actor, Instant issuedAt, Reach reach) implements Command {
        /** A block of whoever is that subject. */
        public Block(UUID id, SubjectKey subject, @Nullable Instant expiresAt, @Nullable String reason,
                @Nullable String message, String actor, Instant issuedAt) {
            this(id, subject, expiresAt, reason, message, actor, issuedAt, Reach.ALL);
        }

        /** @throws IllegalArgumentException if a field is out of its range */
        public Block {
            requireReach(subject, reach);
            expiresAt = expiresAt == null ? null : Times.requireWritable("expires_at", expiresAt);
            message = Text.requireProse("message", message, Text.MAX_MESSAGE);
            reason = Text.requireProse("reason", reason, Text.MAX_REASON);
            actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
            issuedAt = Times.requireWritable("issued_at", issuedAt);
        }
    }

    /** The subject may connect again, whether it was blocked or not. */
    record Unblock(UUID id, SubjectKey subject, @Nullable String reason, String actor, Instant issuedAt)
            implements
                Command {
        /** @throws IllegalArgumentException if a field is out of its range */
        public Unblock {
            reason = Text.requireProse("reason", reason, Text.MAX_REASON);
            actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
            issuedAt = Times.requireWritable("issued_at", issuedAt);
        }
    }

    /**
     * The subject's sessions that were opened before the command are closed; it may come back at once.
     *
     * @param termination which of them, and how they are told
     */
    record Terminate(UUID id, SubjectKey subject, Termination termination, @Nullable String reason, String actor,
            Instant issuedAt) implements Command {
        /** All of them, told as usual. */
        public Terminate(UUID id, SubjectKey subject, @Nullable String reason, String actor, Instant issuedAt) {
            this(id, subject, Termination.ALL, reason, actor, issuedAt);
        }

        /** @throws IllegalArgumentException if a field is out of its range */
        public Terminate {
            reason = Text.requireProse("reason", reason, Text.MAX_REASON);
            actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
            issuedAt = Times.requireWritable("issued_at", issuedAt);
        }
    }

    /**
     * The subject's tokens that were issued before a time count no more, until {@code expiresAt}: sessions that came with
     * one are closed, and a token that does not say when it was issued is older than any time. Of several the last one
     * given counts, whichever times it names; one that has ended already lifts what was there.
     *
     * @param subject      a user or a device: what a token says of whoever shows it
     * @param issuedBefore the first instant whose tokens count again
     * @param expiresAt    when this is over, since the tokens are by then; null: never
     * @param message      what the user is told; at most 1,000 characters
     */
    record Invalidate(UUID id, SubjectKey subject, Instant issuedBefore, @Nullable Instant expiresAt,
            @Nullable String reason, @Nullable String message, String actor, Instant issuedAt) implements Command {
        /** @throws IllegalArgumentException if a field is out of its range, or the subject of another kind */
        public Invalidate {
            requireKind(subject.subject().kind());
            issuedBefore = Times.requireWritable("issued_before", issuedBefore);
            expiresAt = expiresAt == null ? null : Times.requireWritable("expires_at", expiresAt);
            message = Text.requireProse("message", message, Text.MAX_MESSAGE);
            reason = Text.requireProse("reason", reason, Text.MAX_REASON);
            actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
            issuedAt = Times.requireWritable("issued_at", issuedAt);
        }

        /** The one that lifts whatever is there: it ended long ago, whosever clock is asked. */
        public static Invalidate lift(UUID id, SubjectKey subject, @Nullable String reason, String actor,
                Instant issuedAt) {
            return new Invalidate(id, subject, Instant.EPOCH, Instant.EPOCH, reason, null, actor, issuedAt);
        }

        /** Whether tokens of such subjects can be invalidated. */
        public static boolean allows(SubjectKind kind) {
            return kind == SubjectKind.USER || kind == SubjectKind.DEVICE;
        }

        /**
         * Checks a kind.
         *
         * @throws IllegalArgumentException if tokens of such subjects cannot be invalidated
         */
        public static void requireKind(SubjectKind kind) {
            if (!allows(kind)) {
                throw new IllegalArgumentException(
                        "subject kind: expected user or device to invalidate the tokens of, got " + kind.wireName());
            }
        }
    }
}
