package dev.bouncer.edge.gateway.dialect;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.edge.gateway.identify.Asked;
import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.identity.Authenticator;
import dev.bouncer.edge.protocol.pusher.PusherProofs;

/** What is spoken on which route. Immutable. */
public final class Dialects {
    private static final Dialect PLAIN = new PlainDialect();
    // Of Engine.IO: a connection that there has been before this WebSocket.
    static final String CONNECTION = "sid";

    private final Authenticator authenticator;
    private final Map<String, PusherProofs> proofs = new HashMap<>();

    /**
     * For the routes of these apps.
     *
     * @param authenticator tells whose a token is
     */
    public Dialects(Authenticator authenticator, Collection<AppConfig> apps) {
        this.authenticator = authenticator;
        for (AppConfig app : apps) {
            PusherProofs of = PusherProofs.of(app);
            if (of != null) proofs.put(app.name(), of);
        }
    }

    /** For clients that speak without a WebSocket at first. */
    public SocketIoPolling polling() {
        return new SocketIoPolling(authenticator);
    }

    /** The dialect of one connection, whose request came at that time. */
    public Dialect of(Route route, Asked asked, Instant opened) {
        Speaker speaker = new Speaker(token -> authenticator.authenticateAnyone(route.app(), token, asked.client(),
                route.config().claims()));
        return switch (route.config().protocol()) {
            case PLAIN -> PLAIN;
            case PUSHER -> new PusherDialect(proofs.get(route.app()), opened);
            case CENTRIFUGE -> new CentrifugeDialect(speaker);
            case GRAPHQL -> new GraphqlDialect(speaker);
            case SOCKET_IO -> new SocketIoDialect(speaker, asked.query().containsKey(CONNECTION));
        };
    }

    /** Whether messages have to be readable on a route, and so must not be compressed. */
    public static boolean areRead(Route route, boolean identifying) {
        return identifying || route.config().protocol() == RouteProtocol.SOCKET_IO;
    }
}
