package dev.bouncer.enforcement.embedded;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.CloseFrame;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Session;
import dev.bouncer.enforcement.TokenTimes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of the application. Thread-safe. */
final class EmbeddedSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSession.class);

    private final UUID id = UUID.randomUUID();
    private final Instant openedAt;
    private final Closer closer;
    private final Executor closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final TokenTimes tokens = new TokenTimes();
    private volatile boolean gone;

    /** @param closing where connections are closed: whoever gives the command does not wait for it */
    EmbeddedSession(Instant openedAt, Closer closer, Executor closing) {
        this.openedAt = openedAt;
        this.closer = closer;
        this.closing = closing;
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
        return tokens.issuedAt(subject);
    }

    TokenTimes tokens() {
        return tokens;
    }

    @Override
    public void close(CloseReason reason) {
        if (closed.compareAndSet(false, true)) closing.execute(() -> tell(reason));
    }

    /** Closes it on the caller's thread. */
    void refuse(CloseReason reason) {
        if (closed.compareAndSet(false, true)) tell(reason);
    }

    /** Its connection is gone: there is nothing left to close. */
    void markGone() {
        gone = true;
        closed.set(true);
    }

    boolean isGone() {
        return gone;
    }

    private void tell(CloseReason reason) {
        try {
            closer.close(CloseFrame.telling(reason), reason);
        } catch (Exception e) {
            LOG.atError().setCause(e).addKeyValue("session", id)
                    .addKeyValue("reason", reason.getClass().getSimpleName()).log("closing a connection failed");
        }
    }
}
