package dev.bouncer.config.http;

import java.net.http.HttpClient;
import java.time.Duration;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.Tls;
import org.jspecify.annotations.Nullable;

/** How a process asks the others of its fleet: as all of them listen, in clear or by TLS. Thread-safe. */
public final class FleetClient implements AutoCloseable {
    /** Where it is configured what the processes of a fleet show each other. */
    public static final String AT = "bouncer.internal.tls";

    private final HttpClient http;
    private final @Nullable Tls tls;

    /**
     * A client that has not connected yet.
     *
     * @param connect how long it may take to connect
     * @throws dev.bouncer.config.ConfigException if a file cannot be read, or holds something else
     */
    public FleetClient(InternalConfig internal, Duration connect) {
        TlsConfig config = internal.tls();
        tls = config == null ? null : Tls.open(AT, config);
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect);
        if (tls != null) builder.sslContext(tls.context());
        http = builder.build();
    }

    /** What requests are sent with. */
    public HttpClient http() {
        return http;
    }

    /** What the address of another process begins with: {@code http} or {@code https}. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
        if (tls != null) tls.close();
    }
}
