package dev.bouncer.edge.gateway.dialect;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.gateway.tunnel.Tunnel;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.enforcement.CloseReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a tunnel until it is known who its client is. What the client says to that end reaches the upstream only
 * when its session is registered as that and has been asked for. Thread-safe.
 */
public final class Hearing {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);
    /** Most subjects that one connection may turn out to be. */
    private static final int MOST_CLAIMS = 100;

    private final Tunnel tunnel;
    private final Dialect dialect;
    private final Sessions sessions;
    private final ClientSession session;
    private final boolean identifies;
    private final boolean required;
    private final Executor executor;
    private final Queue<Claim> claims = new ArrayDeque<>(1);
    private boolean checking;
    private int heard;
    // Whoever checks claims, one at a time.
    private List<SubjectKey> replaceable = List.of();

    /**
     * @param identifies whether it matters who the client says it is
     * @param required   whether a client goes that claims to be somebody and is not
     * @param executor   runs what may block
     */
    public Hearing(Tunnel tunnel, Dialect dialect, Sessions sessions, ClientSession session, boolean identifies,
            boolean required, Executor executor) {
        this.tunnel = tunnel;
        this.dialect = dialect;
        this.sessions = sessions;
        this.session = session;
        this.identifies = identifies;
        this.required = required;
        this.executor = executor;
    }

    /** Begins, before anything has passed. */
    public void begin() {
        if (!dialect.hasHeardClient()) tunnel.listen(new MessageReader(this::client), true);
        if (!dialect.hasHeardUpstream()) tunnel.listen(new MessageReader(this::upstream), false);
    }

    private void upstream(Message message) {
        dialect.fromUpstream(message);
        if (dialect.hasHeardUpstream()) tunnel.listen(null, false);
    }

    private void client(Message message) {
        Claim claim = dialect.fromClient(message);
        if (dialect.hasHeardClient()) tunnel.listen(null, true);
        if (claim == null) return;
        if (!identifies) {
            dialect.accepted();
            return;
        }
        synchronized (this) {
            claims.add(claim);
            tunnel.hold();
            if (checking) return;
            checking = true;
        }
        executor.execute(this::check);
    }

    private void check() {
        try {
            for (Claim claim = next(); claim != null; claim = next()) {
                if (!holds(claim)) return;
                dialect.accepted();
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("session", session.id()).log("checking who a client is failed");
            sessions.refuse(session, new CloseReason.Unavailable());
        }
    }

    // Holding and releasing are one thing with the claims: none may be passed on unchecked.
    private synchronized @Nullable Claim next() {
        Claim next = claims.poll();
        if (next != null) return next;
        checking = false;
        tunnel.release();
        return null;
    }

    /** Whether the session may go on; who may not has been told. */
    private boolean holds(Claim claim) {
        return switch (claim.check().get()) {
            case Authentication.Authenticated as -> {
                if (++heard > MOST_CLAIMS) {
                    sessions.refuse(session, new CloseReason.TooManyConnections());
                    yield false;
                }
                boolean stays = sessions.identify(session, claim.replaces() ? replaceable : List.of(), as);
                if (claim.replaces()) replaceable = as.subjects();
                yield stays;
            }
            case Authentication.Refused _,Authentication.OutOfTime _ -> {
                // Otherwise the server behind judges, as it would without anybody in between.
                if (required) sessions.refuse(session, new CloseReason.Unauthenticated());
                yield !required;
            }
        };
    }
}
