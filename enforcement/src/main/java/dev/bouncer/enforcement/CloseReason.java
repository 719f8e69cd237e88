package dev.bouncer.enforcement;

import dev.bouncer.contract.BlockEntry;

/** Why a session is closed. Each protocol says it in its own codes. */
public sealed interface CloseReason {
    /**
     * A subject of the session is blocked: the client must not come back before the block ends.
     *
     * @param block the block; its {@code reason} is not for the client, its {@code message} is
     */
    record Blocked(BlockEntry block) implements CloseReason {}

    /** The session was terminated: the client may come back at once. */
    record Terminated() implements CloseReason {}

    /** The client is not, or no longer, authenticated: it may come back with a new token. */
    record Unauthenticated() implements CloseReason {}

    /** This node does not know what is in force: the client should go to another one. */
    record Unavailable() implements CloseReason {}

    /** This node is shutting down: the client should go to another one. */
    record GoingAway() implements CloseReason {}
}
