package dev.bouncer.edge.session;

import java.time.Instant;
import java.util.UUID;

import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection, as what it was authenticated as. Thread-safe; nothing here blocks. Once it is closed the client
 * hears nothing but the farewell, whatever is sent at the same moment.
 */
public final class ClientSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    private final UUID id;
    private final String app;
    private final Instant openedAt;
    private final Protocol protocol;
    private final Connection connection;
    private final EdgeMetrics metrics;

    private boolean admitted;
    private boolean closed;
    private boolean gone;
    private Timers.@Nullable Timer expiry;

    ClientSession(UUID id, String app, Instant openedAt, Protocol protocol, Connection connection,
            EdgeMetrics metrics) {
        this.id = id;
        this.app = app;
        this.openedAt = openedAt;
        this.protocol = protocol;
        this.connection = connection;
        this.metrics = metrics;
    }

    @Override
    public UUID id() {
        return id;
    }

    /** The app it asked for; there may be none of that name until it is admitted. */
    public String app() {
        return app;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    /** Sends a text frame, unless the session is closed. */
    public synchronized void send(String frame) {
        // Under the lock, so that nothing gets behind the farewell; handing over a frame does not wait for it to leave.
        if (!closed) connection.send(frame);
    }

    @Override
    public void close(CloseReason reason) {
        if (end(reason)) {
            metrics.closed(app, reason);
            LOG.atDebug().addKeyValue("session", id).addKeyValue("app", app)
                    .addKeyValue("reason", EdgeMetrics.label(reason)).log("session closed");
        }
    }

    /** Says farewell; whether nobody had before. */
    boolean end(CloseReason reason) {
        synchronized (this) {
            if (closed) return false;
            closed = true;
            if (expiry != null) expiry.cancel();
        }
        try {
            Farewell farewell = protocol.farewell(reason);
            if (farewell.message() != null) connection.send(farewell.message());
            connection.close(farewell.close());
        } catch (RuntimeException e) {
            // Whoever closes many sessions must get to the next one.
            connection.drop();
            LOG.atError().setCause(e).addKeyValue("session", id).addKeyValue("app", app)
                    .log("session dropped: its farewell failed");
        }
        return true;
    }

    /**
     * Counts it among the open ones.
     *
     * @return false if its connection is gone already
     */
    synchronized boolean markAdmitted() {
        admitted = !gone;
        if (admitted) metrics.admitted(app);
        return admitted;
    }

    /** Closes it when its token expires, if it is still there by then. */
    synchronized void expireWith(Timers.Timer timer) {
        if (closed || gone) {
            timer.cancel();
        } else {
            expiry = timer;
        }
    }

    /** Its connection is gone. */
    synchronized void markGone() {
        gone = true;
        closed = true;
        if (expiry != null) expiry.cancel();
        if (admitted) metrics.gone(app);
        admitted = false;
    }
}
