package dev.bouncer.edge.gateway;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.contract.IpRange;
import dev.bouncer.edge.gateway.dialect.Dialect;
import dev.bouncer.edge.gateway.dialect.SocketIoPolling;
import dev.bouncer.edge.gateway.identify.Asked;
import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.gateway.route.Upstream;
import dev.bouncer.edge.session.ClientSession;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request on its way through. Used by one thread at a time. */
final class Passage {
    private static final String ATTRIBUTE = Passage.class.getName();

    final Route route;
    final Asked asked;
    final ClientSession session;
    /** What will be spoken, if the request is a handshake. */
    final @Nullable Dialect dialect;
    /** The session's connection, if the request is a handshake. */
    final @Nullable ClientEnd socket;
    /** The session's connection otherwise. */
    final @Nullable RequestEnd plain;
    /** Completed when the request is answered, whether it became a WebSocket or not. */
    final Callback callback;
    boolean identified;
    /** The request's body, if it was read; null: it is still to be read. */
    byte @Nullable [] body;
    private final Set<Upstream> tried = new HashSet<>(2);
    private @Nullable Upstream upstream;

    Passage(Route route, Asked asked, ClientSession session, @Nullable Dialect dialect, @Nullable ClientEnd socket,
            @Nullable RequestEnd plain, Callback callback) {
        this.route = route;
        this.asked = asked;
        this.session = session;
        this.dialect = dialect;
        this.socket = socket;
        this.plain = plain;
        this.callback = callback;
    }

    static Passage of(Request request) {
        return (Passage) Objects.requireNonNull(request.getAttribute(ATTRIBUTE), "no passage");
    }

    void putInto(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether it is yet to be heard who it is. */
    boolean isToBeHeard() {
        return !identified && route.config().identify().contains(Identify.FIRST_FRAMES);
    }

    /** Whether its client may still say who it is, in what it sends: by polling only before anything but its CONNECT. */
    boolean mayStillSay() {
        if (socket != null) return isToBeHeard();
        return isToBeHeard() && SocketIoPolling.isOn(route) && body == null && asked.method().equals("GET");
    }

    IpRange client() {
        return asked.client();
    }

    /** Chooses a server that has not been tried; false: there is none. */
    boolean chooseUpstream() {
        if (upstream != null) upstream.leave();
        upstream = route.upstreams().choose(asked.client().toString(), tried);
        if (upstream == null) return false;
        tried.add(upstream);
        upstream.take();
        return true;
    }

    /** The one that was chosen. */
    Upstream upstream() {
        return Objects.requireNonNull(upstream, "no upstream chosen");
    }

    /** It is over: whoever it was given to has a client less. */
    void leave() {
        if (upstream != null) upstream.leave();
        upstream = null;
    }
}
