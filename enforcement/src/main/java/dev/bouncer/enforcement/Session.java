package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.UUID;

import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, as enforcement sees it. Implemented by the protocols; compared by identity.
 */
public interface Session {
    /** Names the session. */
    UUID id();

    /** When it was opened, by this node's clock: a terminate spares what was clearly opened after it. */
    Instant openedAt();

    /**
     * When the token was issued by which the session is this subject, the last one it showed; null: it does not say, or
     * nobody knows, so it is older than any invalidation. See {@link TokenTimes}.
     */
    @Nullable
    Instant tokenIssuedAt(SubjectKey subject);

    /** When the application first saw whoever this is, as their token says; null: nobody knows. */
    default @Nullable Instant firstSeen() {
        return null;
    }

    /**
     * Tells the client why and closes the connection. Called by the tail, so it must not block and must not throw; called
     * from any thread, perhaps more than once: the first reason counts.
     */
    void close(CloseReason reason);
}
