package dev.bouncer.contract;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The fact that a subject may not connect, or not with tokens issued before a time, as the blocklist holds it.
 *
 * @param subject   who
 * @param command   the id of the command that says so
 * @param since     when that command was given
 * @param expiresAt the first instant at which the subject may connect again; null: never
 * @param reason    for moderators; never reaches a client
 * @param message   what the user is told
 * @param actor     who gave the command
 * @param issuedBefore only with tokens that were issued before it: this is an invalidation; null: with none at all
 * @param reach     whom of an app it is for; {@link Reach#ALL} where the subject is none
 */
public record BlockEntry(SubjectKey subject, UUID command, Instant since, @Nullable Instant expiresAt,
        @Nullable String reason, @Nullable String message, String actor, @Nullable Instant issuedBefore, Reach reach) {
    /** A block of whoever is that subject. */
    public BlockEntry(SubjectKey subject, UUID command, Instant since, @Nullable Instant expiresAt,
            @Nullable String reason, @Nullable String message, String actor) {
        this(subject, command, since, expiresAt, reason, message, actor, null);
    }

    /** A block or an invalidation of whoever is that subject. */
    public BlockEntry(SubjectKey subject, UUID command, Instant since, @Nullable Instant expiresAt,
            @Nullable String reason, @Nullable String message, String actor, @Nullable Instant issuedBefore) {
        this(subject, command, since, expiresAt, reason, message, actor, issuedBefore, Reach.ALL);
    }

    /** @throws IllegalArgumentException if a field is out of its range; the ranges are those of {@link Command} */
    public BlockEntry {
        since = Times.requireWritable("since", since);
        expiresAt = expiresAt == null ? null : Times.requireWritable("expires_at", expiresAt);
        reason = Text.requireProse("reason", reason, Text.MAX_REASON);
        message = Text.requireProse("message", message, Text.MAX_MESSAGE);
        actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
        Command.requireReach(subject, reach);
        if (issuedBefore != null) {
            Command.Invalidate.requireKind(subject.subject().kind());
            issuedBefore = Times.requireWritable("issued_before", issuedBefore);
        }
    }

    /** The entry that a block makes. */
    public static BlockEntry of(Command.Block block) {
        return new BlockEntry(block.subject(), block.id(), block.issuedAt(), block.expiresAt(), block.reason(),
                block.message(), block.actor(), null, block.reach());
    }

    /** The entry that an invalidation makes. */
    public static BlockEntry of(Command.Invalidate invalidate) {
        return new BlockEntry(invalidate.subject(), invalidate.id(), invalidate.issuedAt(), invalidate.expiresAt(),
                invalidate.reason(), invalidate.message(), invalidate.actor(), invalidate.issuedBefore(),
                Reach.ALL);
    }

    /** The row it stands in. */
    public BlocklistKey key() {
        return new BlocklistKey(issuedBefore == null ? Lane.BLOCK : Lane.INVALIDATE, subject);
    }

    /**
     * The one predicate that decides which tokens an invalidation is about.
     *
     * @param tokenIssuedAt null: the token does not say, so it is older than any time
     */
    public boolean invalidates(@Nullable Instant tokenIssuedAt) {
        return issuedBefore != null && (tokenIssuedAt == null || tokenIssuedAt.isBefore(issuedBefore));
    }

    /**
     * The one predicate that decides whom of an app its block is for.
     *
     * @param subjects  all that somebody is
     * @param firstSeen when the application first saw them; null: not known
     */
    public boolean isFor(Collection<SubjectKey> subjects, @Nullable Instant firstSeen) {
        return reach.isFor(subjects, firstSeen);
    }

    /** The one predicate that decides expiry: in force before {@code expiresAt}, no longer at it. */
    public boolean inForceAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
