package dev.bouncer.edge.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.JettyTls;
import dev.bouncer.config.tls.Tls;
import dev.bouncer.edge.gateway.Gateway;
import dev.bouncer.edge.health.HealthRoutes;
import dev.bouncer.config.ClientAddress;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.session.Timers;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** The port that clients, load balancers and Prometheus call. Thread-safe. */
public final class EdgeServer implements AutoCloseable {
    // The backlog of connections not accepted yet overflows under Jetty's default when a fleet's clients come back at once.
    private static final int ACCEPT_QUEUE = 4096;
    // Twice the longest token.
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024;
    private static final int MAX_OUTGOING_FRAMES = 64;
    private static final int MAX_THREADS = 64;

    private final EdgeConfig config;
    private final List<Protocol> protocols;
    private final Function<Executor, Gateway> gateway;
    private final BooleanSupplier mayServe;
    private final Timers timers;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Javalin javalin;
    private @Nullable Tls tls;

    /**
     * A server that does not listen yet.
     *
     * @param gateway  makes what stands in front of servers behind; given what runs what may block
     * @param mayServe whether anybody may be served now
     * @param meters   tell until when the certificate is good that it listens with
     */
    public EdgeServer(EdgeConfig config, List<Protocol> protocols, Function<Executor, Gateway> gateway,
            HealthRoutes routes, BooleanSupplier mayServe, Timers timers, InstantSource clock, MeterRegistry meters) {
        this.config = config;
        this.protocols = List.copyOf(protocols);
        this.gateway = gateway;
        this.mayServe = mayServe;
        this.timers = timers;
        this.clock = clock;
        this.meters = meters;
        this.javalin = Javalin.create(javalinConfig -> configure(javalinConfig, routes));
    }

    /**
     * Listens from here on.
     *
     * @throws IllegalStateException if it cannot, for instance because the port is in use
     * @throws ConfigException       if a file that it listens with cannot be read, or holds something else
     */
    public void start() {
        TlsConfig security = config.tls();
        if (security != null) tls = Tls.open("edge", security, meters);
        try {
            javalin.start();
        } catch (JavalinException e) {
            throw new IllegalStateException("bouncer.edge.port: cannot listen on " + config.host() + ":" + config.port()
                    + ": " + rootMessage(e) + "; expected a free port of this machine, or 0 for any", e);
        }
    }

    /** Where it listens. */
    public URI uri() {
        try {
            return new URI(config.tls() == null ? "ws" : "wss", null, config.host(), javalin.port(), null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("bouncer.edge.host: expected a host, got " + config.host(), e);
        }
    }

    /** Stops listening, and cuts what connections there still are. Again: does nothing. */
    @Override
    public void close() {
        javalin.stop();
        executor.shutdownNow();
        if (tls != null) tls.close();
    }

    private void configure(JavalinConfig javalinConfig, HealthRoutes routes) {
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.jetty.threadPool = threadPool();
        javalinConfig.jetty.modifyServer(this::addWebSockets);
        javalinConfig.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(MAX_HEADERS);
            // Or a token in other letters, seen before on the same connection, would stand for the one that was sent.
            http.setHeaderCacheCaseSensitive(true);
        });
        javalinConfig.jetty.addConnector(this::connector);
        routes.addTo(javalinConfig.routes);
        javalinConfig.routes.error(404, context -> context.contentType(Problem.MEDIA_TYPE)
                .result(Problem.NOT_FOUND.json()));
    }

    // Selectors on threads of their own, everything that may block on virtual ones.
    private QueuedThreadPool threadPool() {
        QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS);
        pool.setName("edge-http");
        pool.setVirtualThreadsExecutor(executor);
        return pool;
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = tls == null
                ? new ServerConnector(server, new HttpConnectionFactory(http))
                : JettyTls.connector(tls, server, http);
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        return connector;
    }

    private void addWebSockets(Server server) {
        ServerWebSocketContainer container = ServerWebSocketContainer.ensure(server);
        container.setMaxTextMessageSize(MAX_MESSAGE);
        container.setMaxBinaryMessageSize(MAX_MESSAGE);
        container.setMaxFrameSize(MAX_MESSAGE);
        container.setMaxOutgoingFrames(MAX_OUTGOING_FRAMES);
        // Pings find out who is gone; this one ends writes that do not get through.
        container.setIdleTimeout(config.pingInterval().multipliedBy(3));
        server.setErrorHandler(new ProblemErrors());
        server.insertHandler(new WebSocketUpgrades(container, protocols, new ClientAddress(config.trustedProxies()),
                clock, executor, timers, config.pingInterval(), mayServe));
        server.insertHandler(gateway.apply(executor));
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null)
            root = root.getCause();
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
