package dev.bouncer.edge.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Farewells;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Session;
import dev.bouncer.enforcement.TokenTimes;
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
    private final Instant openedAt;
    private final Farewells words;
    private final Connection connection;
    private final Arrival arrival;
    private final boolean takesPlaces;
    private final EdgeMetrics metrics;

    private final TokenTimes tokens = new TokenTimes();
    private volatile @Nullable Instant firstSeen;
    private volatile String app;
    private boolean admitted;
    private boolean closed;
    private boolean gone;
    private Timers.@Nullable Timer expiry;
    private List<Object> places = List.of();

    ClientSession(UUID id, String app, Instant openedAt, Farewells words, Connection connection,
            Arrival arrival, boolean takesPlaces, EdgeMetrics metrics) {
        this.id = id;
        this.app = app;
        this.openedAt = openedAt;
        this.words = words;
        this.connection = connection;
        this.arrival = arrival;
        this.takesPlaces = takesPlaces;
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

    /** How its client came. */
    Arrival arrival() {
        return arrival;
    }

    /** Whether it is a session of this app: admitted, and not told to go. */
    synchronized boolean isLive(String ofApp) {
        return admitted && !closed && app.equals(ofApp);
    }

    /** Whether it counts among the connections that an app, a user and an address may have. */
    boolean takesPlaces() {
        return takesPlaces;
    }

    /** It turns out to ask for this app. Not once it is admitted. */
    public void assign(String found) {
        app = found;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public @Nullable Instant firstSeen() {
        return firstSeen;
    }

    /** It shows what it is authenticated by, and is not asked about before. */
    void show(Authentication.Authenticated authenticated) {
        Instant seen = authenticated.firstSeen();
        // What says nothing of it (a renewal, a proof, the upstream's word) takes back nothing but of somebody else.
        if (seen != null || authenticated.subjects().stream().anyMatch(this::isNewUser)) firstSeen = seen;
        tokens.show(authenticated.subjects(), authenticated.issuedAt());
    }

    private boolean isNewUser(SubjectKey subject) {
        return subject.subject().kind() == SubjectKind.USER && !tokens.isShown(subject);
    }

    @Override
    public @Nullable Instant tokenIssuedAt(SubjectKey subject) {
        return tokens.issuedAt(subject);
    }

    /** When the tokens were issued that say who it is. */
    TokenTimes tokens() {
        return tokens;
    }

    /** Whether it was told to go, or is gone: what its client says no longer counts. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Sends a text frame, unless the session is closed. */
    public synchronized void send(String frame) {
        // Under the lock, so that nothing gets behind the farewell; handing over a frame does not wait for it to leave.
        if (!closed) connection.send(frame);
    }

    /** Sends a binary frame, unless the session is closed. The bytes must not change any more. */
    public synchronized void send(byte[] frame) {
        if (!closed) connection.send(frame);
    }

    @Override
    public void close(CloseReason reason) {
        if (words.spares(reason)) return;
        end(EdgeMetrics.label(reason), refused -> refused ? words.refusal(reason) : words.farewell(reason));
    }

    /**
     * Says farewell, unless somebody has before.
     *
     * @param why      for metrics and logs
     * @param farewell made only if it is said; told whether the session was not admitted
     */
    void end(String why, Function<Boolean, Farewell> farewell) {
        boolean refused;
        synchronized (this) {
            if (closed) return;
            closed = true;
            refused = !admitted;
            if (expiry != null) expiry.cancel();
        }
        if (refused) {
            metrics.refused(app, why);
        } else {
            metrics.closed(app, why);
        }
        LOG.atDebug().addKeyValue("session", id).addKeyValue("app", app).addKeyValue("reason", why)
                .log(refused ? "session refused" : "session closed");
        try {
            connection.close(farewell.apply(refused));
        } catch (RuntimeException e) {
            // Whoever closes many sessions must get to the next one.
            connection.drop();
            LOG.atError().setCause(e).addKeyValue("session", id).addKeyValue("app", app)
                    .log("session dropped: its farewell failed");
        }
    }

    /**
     * Counts it among the open ones.
     *
     * @return false if it was closed already, or its connection is gone
     */
    synchronized boolean markAdmitted() {
        if (admitted || closed) return !closed;
        admitted = true;
        metrics.admitted(app);
        return true;
    }

    /** Keeps places that it takes up among the app's connections; false if its connection is gone already. */
    synchronized boolean occupy(Collection<Object> more) {
        if (gone) return false;
        if (!more.isEmpty()) {
            List<Object> all = new ArrayList<>(places);
            all.addAll(more);
            places = all;
        }
        return true;
    }

    /** Takes back those of its places that are among these. */
    synchronized List<Object> vacate(Collection<?> some) {
        List<Object> had = places.stream().filter(some::contains).toList();
        places = places.stream().filter(place -> !some.contains(place)).toList();
        return had;
    }

    /** Takes back all places that it has. */
    synchronized List<Object> vacate() {
        List<Object> had = places;
        places = List.of();
        return had;
    }

    /** Closes it when its token expires, if it is still there by then; null: it does not, or no longer. */
    synchronized void expireWith(Timers.@Nullable Timer timer) {
        if (expiry != null) expiry.cancel();
        expiry = closed || gone ? null : timer;
        if (expiry == null && timer != null) timer.cancel();
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
