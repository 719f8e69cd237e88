package dev.bouncer.edge.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.Rate;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.protocol.Connection;
import dev.bouncer.edge.protocol.Farewell;
import dev.bouncer.edge.protocol.Farewells;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.SessionRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this node: who comes in, and that they go when the node does. Thread-safe.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    // A little more than a connection gives its client to answer a close frame.
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(6);

    private final SessionRegistry registry;
    private final Admission admission;
    private final Timers timers;
    private final EdgeMetrics metrics;
    private final ConnectionLimits limits;
    private final Supplier<UUID> ids;
    private final Arrivals arrivals = new Arrivals();
    private final Object leave = new Object();
    private volatile boolean leaving;
    private volatile boolean draining;

    /**
     * @param registry  where commands look for sessions; holds none but these
     * @param admission decides who may stay
     * @param apps      by name: whose rules for connections count
     * @param ids       names new sessions
     */
    public Sessions(SessionRegistry registry, Admission admission, Timers timers, EdgeMetrics metrics,
            Map<String, AppConfig> apps, Supplier<UUID> ids) {
        this.registry = registry;
        this.admission = admission;
        this.timers = timers;
        this.metrics = metrics;
        this.limits = new ConnectionLimits(apps);
        this.ids = ids;
    }

    /**
     * A session that nobody knows of yet.
     *
     * @param words    how it ends
     * @param app      the app that the client asked for, whether there is one or not; empty: it is yet to be found
     * @param arrival  how the client came
     * @param openedAt when the client's request reached this node: a later terminate closes it
     */
    public ClientSession open(Farewells words, String app, Arrival arrival, Instant openedAt,
            Connection connection) {
        return new ClientSession(ids.get(), app, openedAt, words, connection, arrivals.shared(arrival), true,
                metrics);
    }

    /** The same for a request that is over with its answer, and so is no connection by the app's rules for them. */
    public ClientSession openRequest(Farewells words, String app, Arrival arrival, Instant openedAt,
            Connection connection) {
        return new ClientSession(ids.get(), app, openedAt, words, connection, arrivals.shared(arrival), false,
                metrics);
    }

    /** Whether a client in a page of this origin may connect to the app; null: it said none. */
    public boolean allowsOrigin(String app, @Nullable String origin) {
        return limits.allows(app, origin);
    }

    /**
     * Registers the session as what it was authenticated as, then asks whether it may stay; who may not is told why.
     *
     * @return whether it may, so that the client is to be welcomed. It may be closed already by then: that welcome is
     *         not sent
     */
    public boolean admit(ClientSession session, Authentication.Authenticated authenticated) {
        return admit(session, true, authenticated);
    }

    /**
     * The same for a session that was admitted before and turns out to be somebody, or somebody else.
     *
     * @param former what it no longer is
     */
    public boolean identify(ClientSession session, Collection<SubjectKey> former,
            Authentication.Authenticated authenticated) {
        // Whoever it is already was asked about then, and has been findable since: a node out of touch keeps its sessions.
        if (registry.subjectsOf(session).containsAll(authenticated.subjects())) {
            if (!renew(session, authenticated)) return false;
        } else if (!admit(session, false, authenticated)) {
            return false;
        }
        // Not before: who it was must be findable until it is known that it may be somebody else.
        List<SubjectKey> left = former.stream().filter(key -> !authenticated.subjects().contains(key)).toList();
        registry.unbind(session, left);
        session.tokens().forget(left);
        limits.release(session.vacate(left));
        CloseReason reason = left.isEmpty() ? null : admission.refusalByApp(session);
        if (reason != null) session.close(reason);
        return reason == null;
    }

    // Its token may be older than the one before all the same.
    private boolean renew(ClientSession session, Authentication.Authenticated authenticated) {
        session.show(authenticated);
        if (admission.renew(session,
                authenticated.subjects()) instanceof Admission.Outcome.Refused(CloseReason reason)) {
            limits.release(session.vacate());
            refuse(session, reason);
            return false;
        }
        expireAt(session, authenticated.expiresAt());
        return true;
    }

    /** Whether an invalidation is known that would keep it out: for a protocol that says so before it admits anybody. */
    public boolean isInvalidated(Authentication.Authenticated authenticated) {
        return admission.isInvalidated(authenticated.subjects(), authenticated.issuedAt());
    }

    private boolean admit(ClientSession session, boolean first, Authentication.Authenticated authenticated) {
        Set<SubjectKey> known = first ? Set.of() : registry.subjectsOf(session);
        List<Object> places = session.takesPlaces()
                ? limits.take(session.app(), first,
                        authenticated.subjects().stream().filter(key -> !known.contains(key)).toList())
                : List.of();
        if (places == null) {
            registry.remove(session);
            limits.release(session.vacate());
            refuse(session, new CloseReason.TooManyConnections());
            return false;
        }
        if (!session.occupy(places)) limits.release(places);
        session.show(authenticated);
        switch (admission.admit(session, authenticated.subjects())) {
            case Admission.Outcome.Refused(CloseReason reason) -> {
                // Its client may take its time to leave; nobody else must be turned away for it.
                limits.release(session.vacate());
                refuse(session, reason);
                return false;
            }
            case Admission.Outcome.Admitted() -> {
                // Registered before asked holds for shutting down and for connections cut meanwhile just as for blocks.
                if (!session.markAdmitted()) {
                    registry.remove(session);
                    return false;
                }
                if (draining) session.close(new CloseReason.GoingAway());
                expireAt(session, authenticated.expiresAt());
                return true;
            }
        }
    }

    /** Closes the session as unauthenticated at that time, and at no other that was said before; null: never. */
    public void expireAt(ClientSession session, @Nullable Instant time) {
        session.expireWith(
                time == null ? null : timers.at(time, () -> session.close(new CloseReason.Unauthenticated())));
    }

    /** Closes a session that was not admitted. */
    public void refuse(ClientSession session, CloseReason reason) {
        session.close(reason);
    }

    /**
     * Ends a session for a cause of its protocol's own.
     *
     * @param why for metrics and logs: one of few words, not the client's
     */
    public void dismiss(ClientSession session, String why, Farewell farewell) {
        session.end(why, _ -> farewell);
    }

    /** The session's connection is gone: forgets it. */
    public void gone(ClientSession session) {
        session.markGone();
        limits.release(session.vacate());
        registry.remove(session);
        if (draining) {
            synchronized (leave) {
                leave.notifyAll();
            }
        }
    }

    /** How many apps and subjects have sessions that their limits count. */
    int limited() {
        return limits.taken();
    }

    /** Whether anybody may be served now: to be asked before a frame is passed on. */
    public boolean mayServe() {
        return admission.mayServe();
    }

    /** Whether this node is shutting down, so that nobody should be sent here any more. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Whether this node is shutting down, so that nobody is let in any more. */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Is leaving, and lets everybody in and stay as before for a while: load balancers look now and then, and would send
     * back here who is let go before they have.
     */
    public void giveNotice(Duration notice) throws InterruptedException {
        leaving = true;
        Thread.sleep(notice);
    }

    /**
     * Lets nobody in any more, and all sessions go, evenly over a while, so that they do not all arrive at the other
     * nodes at once. Returns when they are gone, or a few seconds after the last was told to.
     *
     * @param atLeast over how long
     * @param atMost  how many of them; it takes longer if there are more
     */
    public void drain(Duration atLeast, Rate atMost) throws InterruptedException {
        leaving = true;
        draining = true;
        var open = registry.all();
        Duration over = Pace.of(atLeast, atMost, open.size());
        LOG.atInfo().addKeyValue("sessions", open.size()).addKeyValue("over", over).log("draining");
        Pace pace = new Pace(over, open.size());
        for (var session : open) {
            pace.awaitTurn();
            session.close(new CloseReason.GoingAway());
        }
        // Whoever was being admitted when it began.
        registry.all().forEach(session -> session.close(new CloseReason.GoingAway()));
        awaitNone();
    }

    private void awaitNone() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_GOODBYE.toNanos();
        synchronized (leave) {
            long left = deadline - System.nanoTime();
            while (registry.size() > 0 && left > 0) {
                leave.wait(Duration.ofNanos(left).toMillis() + 1);
                left = deadline - System.nanoTime();
            }
        }
    }
}
