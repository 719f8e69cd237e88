package dev.bouncer.enforcement.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

import dev.bouncer.contract.Subject;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.enforcement.Admission;
import dev.bouncer.enforcement.CloseReason;
import dev.bouncer.enforcement.Enforcement;
import dev.bouncer.enforcement.EnforcementConfig;
import dev.bouncer.enforcement.Readiness;
import dev.bouncer.enforcement.announce.AnnouncedEnforcement;
import dev.bouncer.enforcement.announce.Announcing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * Makes the process that it runs in an edge. The application keeps its WebSockets; it says who is on each, and is told who may
 * stay and which to close.
 *
 * <pre>{@code
 * EmbeddedEdge edge = EmbeddedEdge.start("chat", EnforcementConfig.of("kafka:9092", Path.of("data/edge")));
 * edge.admit(socket.id(), subjects, (frame, reason) -> socket.close(frame.code(), frame.reason()));
 * edge.gone(socket.id());
 * }</pre>
 *
 * <p>A connection is whatever names it to the application, compared with {@code equals}: the server's session object, or its
 * id.
 *
 * <p>Thread-safe. Nothing here waits for Kafka but {@link #awaitReady}.
 */
public final class EmbeddedEdge implements AutoCloseable {
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final Enforcement enforcement;
    private final @Nullable AnnouncedEnforcement announced;
    private final Connections connections;

    private EmbeddedEdge(Enforcement enforcement, @Nullable AnnouncedEnforcement announced, Connections connections) {
        this.enforcement = enforcement;
        this.announced = announced;
        this.connections = connections;
    }

    /**
     * Starts and returns at once, whether Kafka is there or not; until {@link #readiness} says that this node knows what is in
     * force, it refuses whoever connects. With an id of its own ({@link EnforcementConfig#withId}) it announces itself to the
     * fleet, so that whoever waits for a command to be enforced waits for it too: for the connections to be handed to their
     * closers, whatever becomes of them there; one that throws is logged, and confirmed like the rest. Counts in Micrometer's
     * global registry, which keeps nothing unless the application has added a registry to it.
     *
     * @param app    whose users these are
     * @param config where Kafka is, and where the store lives
     * @throws IllegalArgumentException if there can be no app of that name
     */
    public static EmbeddedEdge start(String app, EnforcementConfig config) {
        return start(app, config, Metrics.globalRegistry);
    }

    /** The same, counting in this registry. */
    public static EmbeddedEdge start(String app, EnforcementConfig config, MeterRegistry meters) {
        SubjectKey.requireApp(app);
        InstantSource clock = InstantSource.system();
        // Several without an id of their own would speak for each other.
        if (config.id().equals(EnforcementConfig.UNNAMED)) {
            Enforcement enforcement = Enforcement.start(config, meters, clock);
            return new EmbeddedEdge(enforcement, null, connections(app, enforcement, clock));
        }
        AnnouncedEnforcement announced = AnnouncedEnforcement.start(config, Announcing.PLAIN, meters, clock);
        announced.announce(null);
        return new EmbeddedEdge(announced.running(), announced, connections(app, announced.running(), clock));
    }

    private static Connections connections(String app, Enforcement enforcement, InstantSource clock) {
        return new Connections(app, enforcement.sessions(), enforcement.admission(), clock);
    }

    /**
     * Waits until this node knows what is in force for the first time, and takes connections, however long Kafka is away.
     *
     * @throws IllegalStateException if it never will: topics are missing, or do not fit together
     */
    public void awaitReady() throws InterruptedException {
        if (announced == null) {
            enforcement.awaitReady();
        } else {
            announced.awaitReady();
        }
    }

    /** Whether this node knows what is in force, and so takes connections: for the check of a load balancer. */
    public Readiness readiness() {
        return enforcement.readiness();
    }

    /**
     * Registers a connection as these subjects, then asks whether it may stay: a block is either seen by the question or finds
     * the connection, and there is no moment between them. Call it when the connection is open and it is known who is on it,
     * before its client is sent anything. A connection that is refused is closed before this returns, on this thread, and is
     * no longer known here; one that is admitted is closed when a command says so, on a thread of its own, and that may be
     * before this returns.
     *
     * @param subjects who is on it: the user, and what else commands may be about, such as the address; none for somebody who
     *                 is yet to be {@linkplain #identify identified}
     * @param closer   closes the connection
     * @return whether it was admitted, or why not
     * @throws IllegalStateException if the connection was admitted before and is not {@linkplain #gone gone}
     */
    public Admission.Outcome admit(Object connection, Collection<Subject> subjects, Closer closer) {
        return admit(connection, subjects, null, closer);
    }

    /**
     * Does the same for somebody who showed a token.
     *
     * @param tokenIssuedAt when it was issued (a JWT's {@code iat}), so that invalidations of the user's tokens spare newer
     *                      ones; null: nobody knows, and any invalidation is about it
     */
    public Admission.Outcome admit(Object connection, Collection<Subject> subjects, @Nullable Instant tokenIssuedAt,
            Closer closer) {
        return connections.admit(connection, subjects, tokenIssuedAt, closer);
    }

    /**
     * Does the same for a connection that was admitted before and turns out to be these subjects too. Where it is all of them
     * already, only the token's age is asked about, also while this node is out of touch.
     *
     * @return whether it may stay; a connection that is not known, or gone meanwhile, is refused as
     *         {@link CloseReason.Unauthenticated}
     */
    public Admission.Outcome identify(Object connection, Collection<Subject> subjects) {
        return identify(connection, subjects, null);
    }

    /**
     * Does the same by a token, a new one for instance.
     *
     * @param tokenIssuedAt when it was issued; null: nobody knows
     */
    public Admission.Outcome identify(Object connection, Collection<Subject> subjects,
            @Nullable Instant tokenIssuedAt) {
        return connections.identify(connection, subjects, tokenIssuedAt);
    }

    /**
     * Forgets a connection. Call it when one is gone, whoever closed it, or it is kept in memory for good. One that is not
     * known: does nothing.
     */
    public void gone(Object connection) {
        connections.gone(connection);
    }

    /** What it runs on: the blocklist, to ask about requests that are no connections, and the registered sessions. */
    public Enforcement enforcement() {
        return enforcement;
    }

    /**
     * Takes nobody any more, tells all connections to close as {@link CloseReason.GoingAway}, all at once, stops following the
     * log, waits until they are closed, or some have not let themselves be for a few seconds; then says that this edge is
     * gone, and returns. Again: does nothing. To be called before the WebSocket server is stopped.
     */
    @Override
    public void close() {
        connections.leave();
        enforcement.close();
        try {
            connections.awaitClosed(LONGEST_GOODBYE);
        } catch (InterruptedException e) {
            // Whoever interrupts wants it faster.
            Thread.currentThread().interrupt();
        }
        if (announced != null) announced.close();
    }
}
