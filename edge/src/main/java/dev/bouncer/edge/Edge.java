package dev.bouncer.edge;

import java.net.URI;
import java.time.Duration;

import dev.bouncer.config.BouncerConfig;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.ProcessContext;
import dev.bouncer.edge.internal.SessionsPort;
import dev.bouncer.edge.rehearsal.Rehearsal;
import dev.bouncer.edge.server.EdgeServer;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.enforcement.announce.AnnouncedEnforcement;
import io.micronaut.context.ApplicationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An edge: it holds client WebSockets and enforces commands. Thread-safe. */
public final class Edge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private static final int LONGEST_REHEARSAL = 5;

    private final ApplicationContext context;
    private final Sessions sessions;
    private final URI uri;
    private final EdgeConfig config;
    private boolean closed;

    private Edge(ApplicationContext context, Sessions sessions, URI uri, EdgeConfig config) {
        this.context = context;
        this.sessions = sessions;
        this.uri = uri;
        this.config = config;
    }

    /**
     * Starts the process and returns once it knows what is in force, however long Kafka is away. Meanwhile the port
     * answers already: not ready, and clients are told to try elsewhere.
     *
     * @throws IllegalStateException if it must not start: the port is in use, topics are missing or do not fit together,
     *                               or the thread was interrupted; the message is for the operator
     */
    public static Edge start(BouncerConfig config) {
        return start(config, 0);
    }

    /**
     * The same, but what lets clients in is warm from the first one on: while Kafka is asked what is in force, clients of
     * its own come and go. It listens after that, at most {@value #LONGEST_REHEARSAL} seconds later.
     */
    public static Edge startRehearsed(BouncerConfig config) {
        return start(config, config.edge().rehearsal());
    }

    private static Edge start(BouncerConfig config, int rehearsal) {
        ApplicationContext context = ProcessContext.start(Edge.class, config);
        try {
            EdgeServer server = context.getBean(EdgeServer.class);
            Rehearsal.run(rehearsal, Duration.ofSeconds(LONGEST_REHEARSAL));
            server.start();
            URI uri = server.uri();
            LOG.atInfo().addKeyValue("edge", config.edge().id()).addKeyValue("uri", uri).log("listening");
            AnnouncedEnforcement enforcement = context.getBean(Wiring.EdgeEnforcement.class).announced();
            enforcement.announce(context.getBean(SessionsPort.class).open());
            enforcement.awaitReady();
            LOG.atInfo().addKeyValue("edge", config.edge().id()).log("ready");
            return new Edge(context, context.getBean(Sessions.class), uri, config.edge());
        } catch (InterruptedException e) {
            context.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        } catch (RuntimeException e) {
            context.close();
            throw ProcessContext.why(config, e);
        } catch (Error e) {
            context.close();
            throw e;
        }
    }

    /** Where it listens: {@code ws://host:port}, with the real port. */
    public URI uri() {
        return uri;
    }

    /**
     * Is not ready from now on; after the configured notice takes no more clients and lets the sessions go over the
     * configured time, still enforcing commands, then stops. Again: waits until that is done, and does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try {
            sessions.giveNotice(config.drainNotice());
            sessions.drain(config.drain(), config.drainRate());
        } catch (InterruptedException e) {
            // Whoever interrupts wants it faster: the sessions left are cut.
            Thread.currentThread().interrupt();
        }
        context.close();
        LOG.atInfo().log("stopped");
    }
}
