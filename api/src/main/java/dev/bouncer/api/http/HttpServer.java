package dev.bouncer.api.http;

import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;

import dev.bouncer.config.ConfigException;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.JettyTls;
import dev.bouncer.config.tls.Tls;
import dev.bouncer.config.tracing.Tracing;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server with the routes of all doors. Handlers run on virtual threads. */
public final class HttpServer implements AutoCloseable {
    /** How long a client may neither send nor read, once it has begun. */
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    /** The same once the server is being closed: connections that are kept alive only hold it up. */
    private static final Duration SHUTDOWN_IDLE_TIMEOUT = Duration.ofMillis(200);

    private final String host;
    private final int port;
    private final Duration idleTimeout;
    private final @Nullable TlsConfig security;
    private final Javalin javalin;
    private final MeterRegistry meters;
    private final RequestTimes times;
    private @Nullable Tls tls;

    /**
     * A server that does not listen yet.
     *
     * @param host        the address to listen on
     * @param port        0: any free one
     * @param security    what it listens with; null: without TLS
     * @param grace       how long requests in flight have to finish when it is closed
     * @param idleTimeout how long a client may neither send nor read, once it has begun
     */
    public HttpServer(String host, int port, @Nullable TlsConfig security, Duration grace, Duration idleTimeout,
            List<Door> doors, MeterRegistry meters, Tracing tracing) {
        this.host = host;
        this.port = port;
        this.security = security;
        this.idleTimeout = idleTimeout;
        this.meters = meters;
        this.times = new RequestTimes(meters);
        this.javalin = Javalin.create(config -> {
            configureServer(config, grace, tracing);
            new Problems(meters).addTo(config);
            config.routes.before(HttpServer::refuseMethodOverride);
            doors.forEach(door -> door.addTo(config.routes));
            config.requestLogger.http(this::time);
        });
    }

    // Javalin obeys it, so that a proxy which lets only some methods through would be led round.
    private static void refuseMethodOverride(Context context) {
        if (context.header(Header.X_HTTP_METHOD_OVERRIDE) != null)
            throw Problem.malformed("X-HTTP-Method-Override: expected the method in the request line alone");
    }

    private void configureServer(JavalinConfig config, Duration grace, Tracing tracing) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.addConnector(this::connector);
        config.jetty.threadPool = threads();
        config.concurrency.useVirtualThreads = true;
        // Results of a streamed request must leave as they come, not when a compressor has gathered enough.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(anyId());
            // By default a header that differs only in case from one before it on the connection is taken for that one:
            // another API key, another Idempotency-Key.
            http.setHeaderCacheCaseSensitive(true);
        });
        config.jetty.modifyServletContextHandler(HttpServer::configureServlets);
        config.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.insertHandler(new TracedRequests(tracing));
            server.setStopTimeout(grace.toMillis());
        });
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = tls == null
                ? new ServerConnector(server, new HttpConnectionFactory(http))
                : JettyTls.connector(tls, server, http);
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(idleTimeout.toMillis());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_TIMEOUT.toMillis());
        return connector;
    }

    // Selectors and acceptors stay on platform threads, which they would pin; handlers get virtual ones.
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("http");
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-handler-", 0).factory()));
        return threads;
    }

    // An id may hold anything, escaped: slashes, dots, percent signs. Nothing here maps a path to a file or to rights.
    private static UriCompliance anyId() {
        EnumSet<Violation> allowed = EnumSet.copyOf(UriCompliance.AMBIGUOUS_VIOLATIONS);
        allowed.add(Violation.SUSPICIOUS_PATH_CHARACTERS);
        return new UriCompliance("ANY_ID", allowed);
    }

    private static void configureServlets(ServletContextHandler context) {
        // Without this every request that asks for a session leaves one behind.
        SessionHandler sessions = new SessionHandler();
        sessions.setUsingCookies(false);
        NullSessionCache cache = new NullSessionCache(sessions);
        cache.setSessionDataStore(new NullSessionDataStore());
        sessions.setSessionCache(cache);
        context.setSessionHandler(sessions);
    }

    private void time(Context context, float millis) {
        Endpoint endpoint = context.endpoints().lastHttpEndpoint();
        times.record(endpoint, context.statusCode(), millis);
        if (endpoint != null)
            TracedRequests.name(context.req().getAttribute(TracedRequests.SPAN), endpoint.method.name(), endpoint.path);
    }

    /**
     * Starts to listen.
     *
     * @throws ConfigException if it cannot listen there, or cannot read what it listens with
     */
    public void start() {
        if (security != null) tls = Tls.open("api", security, meters);
        try {
            javalin.start();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new ConfigException("bouncer.api.port: expected a free port, but cannot listen on " + host
                            + ':' + port + " (" + cause.getMessage() + ')');
                }
            }
            throw e;
        }
    }

    /** Where it listens, with the port it really has. */
    public URI uri() {
        String literal = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
        return URI.create((security == null ? "http://" : "https://") + literal + ':' + javalin.port());
    }

    /** Its routes, each as {@code GET /v1/edges}, with Javalin's spelling of parameters. */
    public List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream().map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod()).map(route -> route.method.name() + ' ' + route.path)
                .toList();
    }

    /** Takes no more requests, lets those in flight finish, and ends. Idempotent. */
    @Override
    public void close() {
        javalin.stop();
        if (tls != null) tls.close();
    }
}
