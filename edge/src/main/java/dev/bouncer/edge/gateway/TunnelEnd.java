package dev.bouncer.edge.gateway;

import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.gateway.route.Upstream;
import dev.bouncer.edge.gateway.tunnel.TunnelListener;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;

/** What becomes of a session when its tunnel ends. It is kept as long as that, and keeps nothing of the request. */
record TunnelEnd(Route route, ClientSession session, Upstream upstream, Sessions sessions, EdgeMetrics metrics)
        implements
            TunnelListener {
    @Override
    public void violated(boolean byClient) {
        metrics.violated(route.app(), route.config().name(), byClient);
    }

    @Override
    public void stuck(boolean client) {
        metrics.stuck(route.app(), route.config().name(), client);
    }

    @Override
    public void gone() {
        upstream.leave();
        sessions.gone(session);
    }
}
