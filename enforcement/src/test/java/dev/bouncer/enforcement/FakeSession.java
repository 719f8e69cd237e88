package dev.bouncer.enforcement;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/** A session without a socket: remembers why it was closed first. */
public final class FakeSession implements Session {
    private final UUID id = UUID.randomUUID();
    private final Instant openedAt;
    private volatile @Nullable Instant tokenIssuedAt;
    private volatile @Nullable Instant firstSeen;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    public FakeSession(Instant openedAt) {
        this.openedAt = openedAt;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public @Nullable Instant tokenIssuedAt(SubjectKey subject) {
        return tokenIssuedAt;
    }

    @Override
    public @Nullable Instant firstSeen() {
        return firstSeen;
    }

    /** The application first saw whoever this is then; null: nobody knows. */
    public void firstSeen(@Nullable Instant at) {
        firstSeen = at;
    }

    /** Shows another token, for all that it is. */
    public void showToken(@Nullable Instant issuedAt) {
        tokenIssuedAt = issuedAt;
    }

    @Override
    public void close(CloseReason reason) {
        closed.complete(reason);
    }

    /** Why it was closed first; null while it is open. */
    public @Nullable CloseReason closedFor() {
        return closed.getNow(null);
    }
}
