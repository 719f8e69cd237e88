package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.UUID;

/**
 * One client connection, as enforcement sees it. Implemented by the protocols; compared by identity.
 */
public interface Session {
    /** Names the session. */
    UUID id();

    /** When it was opened, by this node's clock: a terminate spares what was clearly opened after it. */
    Instant openedAt();

    /**
     * Tells the client why and closes the connection. Called by the tail, so it must not block and must not throw; called
     * from any thread, perhaps more than once: the first reason counts.
     */
    void close(CloseReason reason);
}
