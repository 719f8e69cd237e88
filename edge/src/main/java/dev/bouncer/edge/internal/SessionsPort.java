package dev.bouncer.edge.internal;

import java.net.URI;
import java.util.Map;

import dev.bouncer.config.InternalConfig;
import dev.bouncer.config.InternalPort;
import dev.bouncer.config.Secret;
import dev.bouncer.config.http.Advertised;
import dev.bouncer.config.http.HttpPort;
import dev.bouncer.contract.SessionsRequest;
import dev.bouncer.edge.session.LiveList;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port on which this node is asked about its sessions; without a secret there is none. Thread-safe. */
public final class SessionsPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionsPort.class);
    private static final String AT = "bouncer.edge.internal";

    private final InternalPort config;
    private final @Nullable HttpPort port;

    /**
     * A port that does not listen yet.
     *
     * @param internal what callers show; nothing: nobody is answered
     */
    public SessionsPort(InternalPort config, InternalConfig internal, LiveList sessions, MeterRegistry meters) {
        this.config = config;
        Secret secret = internal.secret();
        this.port = secret == null
                ? null
                : new HttpPort(AT, config.host(), config.port(),
                        Map.of(SessionsRequest.PATH, new SessionsRoute(secret, sessions, meters)), internal.tls(),
                        true, meters);
    }

    /**
     * Listens from here on.
     *
     * @return where the others find it, {@code host:port}; null: nowhere
     * @throws IllegalStateException if it cannot
     */
    public @Nullable String open() {
        if (port == null) return null;
        port.start();
        URI listening = port.uri();
        String address = Advertised.address(AT, config.advertised(), config.host(), listening);
        LOG.atInfo().addKeyValue("uri", listening).addKeyValue("advertised", address).log("telling live sessions");
        return address;
    }

    @Override
    public void close() {
        if (port != null) port.close();
    }
}
