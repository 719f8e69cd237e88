package dev.bouncer.contract;

import java.time.Instant;
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
 */
public record BlockEntry(SubjectKey subject, UUID command, Instant since, @Nullable Instant expiresAt,
        @Nullable String reason, @Nullable String message, String actor, @Nullable Instant issuedBefore) {
    /** A block. */
    public BlockEntry(SubjectKey subject, UUID command, Instant since, @Nullable Instant expiresAt,
            @Nullable String reason, @Nullable String message, String actor) {
        this(subject, command, since, expiresAt, reason, message, actor, null);
    }

    /** @throws IllegalArgumentException if a field is out of its range; the ranges are those of {@link Command} */
    public BlockEntry {
        since = Times.requireWritable("since", since);
        expiresAt = expiresAt == null ? null : Times.requireWritable("expires_at", expiresAt);
        reason = Text.requireProse("reason", reason, Text.MAX_REASON);
        message = Text.requireProse("message", message, Text.MAX_MESSAGE);
        actor = Text.requireIdentifier("actor", actor, Text.MAX_ACTOR);
        if (issuedBefore != null) {
            Command.Invalidate.requireKind(subject.subject().kind());
            issuedBefore = Times.requireWritable("issued_before", issuedBefore);
        }
    }

    /** The entry that a block makes. */
    public static BlockEntry of(Command.Block block) {
        return new BlockEntry(block.subject(), block.id(), block.issuedAt(), block.expiresAt(), block.reason(),
                block.message(), block.actor());
    }

    /** The entry that an invalidation makes. */
    public static BlockEntry of(Command.Invalidate invalidate) {
        return new BlockEntry(invalidate.subject(), invalidate.id(), invalidate.issuedAt(), invalidate.expiresAt(),
                invalidate.reason(), invalidate.message(), invalidate.actor(), invalidate.issuedBefore());
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

    /** The one predicate that decides expiry: in force before {@code expiresAt}, no longer at it. */
    public boolean inForceAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
