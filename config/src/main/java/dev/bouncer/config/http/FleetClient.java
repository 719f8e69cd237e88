package dev.bouncer.config.http;

import java.net.http.HttpClient;
import java.time.Duration;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.TlsConfig;
import dev.bouncer.config.tls.Tls;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** How a process asks the others of its fleet: as all of them listen, in clear or by TLS. Thread-safe. */
public final class FleetClient implements AutoCloseable {
    /** What the processes of a fleet show each other. */
    static final String PORT = "internal";

    private final HttpClient http;
    private final @Nullable Tls tls;

    /**
     * A client that has not connected yet.
     *
     * @param connect how long it may take to connect
     * @param meters  tell until when the certificate is good that it shows
     * @throws dev.bouncer.config.ConfigException if a file cannot be read, or holds something else
     */
    public FleetClient(InternalConfig internal, Duration connect, MeterRegistry meters) {
        TlsConfig config = internal.tls();
        tls = config == null ? null : Tls.open(PORT, config, meters);
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
