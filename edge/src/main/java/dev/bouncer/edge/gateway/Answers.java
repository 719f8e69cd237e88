package dev.bouncer.edge.gateway;

import java.util.Objects;
import java.util.function.Supplier;

import dev.bouncer.edge.gateway.tunnel.Tunnels;
import dev.bouncer.edge.session.Sessions;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What clients are answered here and not by an upstream.
 *
 * @param sessions where those are that end with their answer
 * @param tunnels  says goodbye on a WebSocket; asked when there is one to say it on
 */
record Answers(Sessions sessions, Supplier<Tunnels> tunnels) {
    /** Tells a client why its session is not let in, or no longer. */
    void turnAway(Passage passage, Request request, Response response) {
        if (passage.plain != null) {
            var _ = passage.plain.reason()
                    .thenAccept(reason -> GatewayProblem.of(reason).write(response, ending(passage)));
            return;
        }
        var _ = Objects.requireNonNull(passage.socket).farewell().thenAccept(farewell -> {
            Handshakes.agreement(request, passage.route.config().jwtFrom()).forEach(response.getHeaders()::put);
            switchTo(tunnels.get().goodbye(endPoint(request), farewell), request, response, ending(passage));
        });
    }

    /** Completes a request with which its session is over. */
    Callback ending(Passage passage) {
        return Callback.from(passage.callback, () -> {
            passage.leave();
            sessions.gone(passage.session);
        });
    }

    /** Answers that the connection is a WebSocket's from here on, and hands it over. */
    static void switchTo(Connection next, Request request, Response response, Callback callback) {
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, next);
        response.write(true, null, callback);
    }

    /** The client's connection. */
    static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
