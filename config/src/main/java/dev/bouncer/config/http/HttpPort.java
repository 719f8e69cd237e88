package dev.bouncer.config.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLParameters;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.Tls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Where a process listens. Handlers run on virtual threads and may block. Thread-safe; closing it twice is harmless.
 */
public final class HttpPort implements AutoCloseable {
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // Where nobody has said otherwise. The JDK writes an answer in parts, and the last of a long one would wait for the
        // caller's delayed acknowledgement, 40 ms.
        if (System.getProperty(NO_DELAY) == null) System.setProperty(NO_DELAY, "true");
    }

    private final String at;
    private final String host;
    private final int port;
    private final Map<String, HttpHandler> routes;
    private final @Nullable TlsConfig security;
    private final boolean onlyProcesses;
    private final MeterRegistry meters;
    private @Nullable HttpServer server;
    private @Nullable Tls tls;
    private @Nullable ExecutorService threads;

    /** The same in clear. */
    public HttpPort(String at, String host, int port, Map<String, HttpHandler> routes) {
        this(at, host, port, routes, null, false, new CompositeMeterRegistry());
    }

    /**
     * A port that does not listen yet.
     *
     * @param at     what errors call it: where it is configured
     * @param port   0: any free one
     * @param routes by what their paths begin with; the longest that fits is taken
     * @param security      what it listens with; null: in clear
     * @param onlyProcesses whether whoever calls has to show a certificate of its authorities, if it has any
     * @param meters        tell until when its certificate is good
     */
    public HttpPort(String at, String host, int port, Map<String, HttpHandler> routes, @Nullable TlsConfig security,
            boolean onlyProcesses, MeterRegistry meters) {
        this.at = at;
        this.host = host;
        this.port = port;
        this.routes = Map.copyOf(routes);
        this.security = security;
        this.onlyProcesses = onlyProcesses;
        this.meters = meters;
    }

    /**
     * Listens from here on.
     *
     * @throws IllegalStateException              if it cannot, for instance because the port is in use
     * @throws dev.bouncer.config.ConfigException if a file that it listens with cannot be read, or holds something else
     */
    public synchronized void start() {
        try {
            if (security != null && tls == null) tls = Tls.open(FleetClient.PORT, security, meters);
            HttpServer started = create(tls);
            ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
            started.setExecutor(executor);
            routes.forEach(started::createContext);
            started.start();
            server = started;
            threads = executor;
        } catch (IOException e) {
            throw new IllegalStateException(
                    at + ": cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private HttpServer create(@Nullable Tls with) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (with == null) return HttpServer.create(address, 0);
        HttpsServer secure = HttpsServer.create(address, 0);
        boolean askForCertificate = onlyProcesses && with.asksForCertificates();
        secure.setHttpsConfigurator(new HttpsConfigurator(with.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = with.context().getDefaultSSLParameters();
                ssl.setProtocols(Tls.PROTOCOLS.toArray(String[]::new));
                ssl.setNeedClientAuth(askForCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        return secure;
    }

    /** Where it listens. */
    public synchronized URI uri() {
        if (server == null) throw new IllegalStateException("the HTTP port is not open");
        try {
            return new URI(security == null ? "http" : "https", null, host, server.getAddress().getPort(), null, null,
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(at + ".host: expected a host name or an address, got " + host, e);
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) server.stop(0);
        if (threads != null) threads.close();
        if (tls != null) tls.close();
        server = null;
        threads = null;
        tls = null;
    }
}
