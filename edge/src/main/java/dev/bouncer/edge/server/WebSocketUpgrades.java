package dev.bouncer.edge.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import dev.bouncer.config.ClientAddress;
import dev.bouncer.edge.protocol.Handshake;
import dev.bouncer.edge.protocol.Protocol;
import dev.bouncer.edge.protocol.Upgrade;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * Upgrades requests to WebSockets before anything else looks at them: no servlet, so no HTTP session is made for them,
 * and no Javalin, which answers with the first subprotocol offered, whatever it is, and keeps pongs to itself.
 */
final class WebSocketUpgrades extends Handler.Wrapper {
    private final ServerWebSocketContainer container;
    private final List<Protocol> protocols;
    private final ClientAddress addresses;
    private final InstantSource clock;
    private final Executor executor;
    private final Timers timers;
    private final Duration pingInterval;
    private final BooleanSupplier mayServe;

    WebSocketUpgrades(ServerWebSocketContainer container, List<Protocol> protocols, ClientAddress addresses,
            InstantSource clock, Executor executor, Timers timers, Duration pingInterval, BooleanSupplier mayServe) {
        this.container = container;
        this.protocols = List.copyOf(protocols);
        this.addresses = addresses;
        this.clock = clock;
        this.executor = executor;
        this.timers = timers;
        this.pingInterval = pingInterval;
        this.mayServe = mayServe;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Upgrade upgrade = read(request);
        for (Protocol protocol : protocols) {
            Handshake handshake = protocol.accept(upgrade);
            if (handshake != null) {
                shake(handshake, new WithoutToken(request), response, callback);
                return true;
            }
        }
        if (request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_VERSION)) {
            Problem.NOT_FOUND.write(response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private void shake(Handshake handshake, Request request, Response response, Callback callback) {
        try {
            boolean upgraded = container.upgrade((_, accepted, _) -> {
                // Compression keeps 100 KiB of native memory for each connection, for frames of a few bytes.
                accepted.setExtensions(List.of());
                accepted.setAcceptedSubProtocol(handshake.subprotocol());
                return new WebSocketEndpoint(handshake.conversation(), executor, timers, pingInterval, mayServe);
            }, request, response, callback);
            if (!upgraded) {
                response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
                response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
                Problem.UPGRADE_REQUIRED.write(response, callback);
            }
        } catch (RuntimeException e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private Upgrade read(Request request) {
        List<String> forwardedFor = request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR);
        return new Upgrade(clock.instant(), addresses.of(peer(request), forwardedFor),
                Request.getPathInContext(request), query(request), request.getHeaders().get(HttpHeader.AUTHORIZATION),
                request.getHeaders().get(HttpHeader.ORIGIN), request.getHeaders().get(HttpHeader.USER_AGENT),
                request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false));
    }

    private static InetAddress peer(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address)
            return address.getAddress();
        throw new IllegalStateException("expected a peer with an address");
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> parameters = new HashMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                parameters.put(field.getName(), field.getValue());
            }
        } catch (RuntimeException e) {
            // Malformed: as if there were none.
            parameters.clear();
        }
        return parameters;
    }

    /**
     * Jetty keeps a request's URI and headers for as long as the connection lives, and logs the URI: no token must be in
     * them. Where it is among the subprotocols it stays, since Jetty compares the one selected with those.
     */
    private static final class WithoutToken extends Request.Wrapper {
        private final HttpURI uri;
        private final HttpFields headers;

        WithoutToken(Request request) {
            super(request);
            this.uri = HttpURI.build(request.getHttpURI()).query(null).asImmutable();
            this.headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.AUTHORIZATION).asImmutable();
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
