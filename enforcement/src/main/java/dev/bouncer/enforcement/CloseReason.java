package dev.bouncer.enforcement;

import dev.bouncer.contract.BlockEntry;
import dev.bouncer.contract.Termination;
import org.jspecify.annotations.Nullable;

/** Why a session is closed. Each protocol says it in its own codes. */
public sealed interface CloseReason {
    /** What the user is to be told in the moderator's words; null: nothing in particular. */
    default @Nullable String message() {
        // Never an entry's reason, which is for moderators.
        return switch (this) {
            case Blocked(BlockEntry block) -> block.message();
            case Invalidated(BlockEntry invalidation) -> invalidation.message();
            case Terminated unused -> null;
            case Unauthenticated unused -> null;
            case TooManyConnections unused -> null;
            case OriginNotAllowed unused -> null;
            case Unavailable unused -> null;
            case GoingAway unused -> null;
        };
    }

    /**
     * A subject of the session is blocked: the client must not come back before the block ends.
     *
     * @param block the block; its {@code reason} is not for the client, its {@code message} is
     */
    record Blocked(BlockEntry block) implements CloseReason {}

    /**
     * The session was terminated: the client may come back at once.
     *
     * @param close what the client is to be told, where its protocol can; null: as usual
     */
    record Terminated(Termination.@Nullable Close close) implements CloseReason {
        /** As usual. */
        public Terminated() {
            this(null);
        }
    }

    /**
     * The session's token was issued before the time that an invalidation names: the client may come back with a new token.
     *
     * @param invalidation the invalidation; its {@code reason} is not for the client, its {@code message} is
     */
    record Invalidated(BlockEntry invalidation) implements CloseReason {}

    /** The client is not, or no longer, authenticated: it may come back with a new token. */
    record Unauthenticated() implements CloseReason {}

    /** The app, the user or the address has as many connections as it may: the client must not come back by itself. */
    record TooManyConnections() implements CloseReason {}

    /** The page that the client runs in is none of the app's: it must not come back. */
    record OriginNotAllowed() implements CloseReason {}

    /** This node does not know what is in force: the client should go to another one. */
    record Unavailable() implements CloseReason {}

    /** This node is shutting down: the client should go to another one. */
    record GoingAway() implements CloseReason {}
}
