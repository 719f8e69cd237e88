package dev.bouncer.edge.gateway;

import java.util.Objects;
import java.util.concurrent.Executor;

import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.dialect.Hearing;
import dev.bouncer.edge.gateway.tunnel.Tunnel;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A handshake that the upstream has agreed to: the client is told so, and the two connections are made one. */
final class Joining implements HttpUpgrader {
    /** What all of them have in common. */
    record Parts(Sessions sessions, Answers answers, UpstreamWord word, EdgeMetrics metrics, Executor executor) {}

    private final Parts parts;
    private final Passage passage;
    private final Request request;
    private final Response response;
    private final Timers.Timer patience;

    /** @param patience no longer runs out when the upstream has answered */
    Joining(Parts parts, Passage passage, Request request, Response response, Timers.Timer patience) {
        this.parts = parts;
        this.passage = passage;
        this.request = request;
        this.response = response;
        this.patience = patience;
    }

    @Override
    public void prepare(org.eclipse.jetty.client.Request toUpstream) {
        // Its headers are those of the client.
    }

    @Override
    public void upgrade(org.eclipse.jetty.client.Response fromUpstream, EndPoint upstream, Callback done) {
        patience.cancel();
        // Whose it is may have to be asked of a store on disk.
        parts.executor().execute(() -> {
            try {
                join(fromUpstream.getHeaders(), upstream);
                done.succeeded();
            } catch (RuntimeException e) {
                upstream.close();
                done.failed(e);
            }
        });
    }

    private void join(HttpFields answer, EndPoint upstream) {
        if (!Handshakes.isAgreed(request, answer))
            throw new IllegalArgumentException("an answer to another handshake than the client's");
        boolean mayStay = parts.word().identify(answer, passage);
        ClientEnd client = Objects.requireNonNull(passage.socket);
        Tunnel tunnel = parts.answers().tunnels().get().join(Answers.endPoint(request), upstream,
                Handshakes.isExtended(answer), passage.route.rules(), new TunnelEnd(passage.route, passage.session,
                        passage.upstream(), parts.sessions(), parts.metrics()));
        if (!mayStay || !client.attach(tunnel)) {
            upstream.close();
            parts.answers().turnAway(passage, request, response);
            return;
        }
        hear(tunnel);
        upstream.upgrade(tunnel.upstreamSide());
        agree(answer);
        Answers.switchTo(tunnel.clientSide(), request, response, Callback.from(passage.callback::succeeded, failure -> {
            tunnel.drop();
            passage.callback.failed(failure);
        }));
    }

    private void hear(Tunnel tunnel) {
        boolean identifies = passage.isToBeHeard();
        if (!Dialects.areRead(passage.route, identifies)) return;
        new Hearing(tunnel, Objects.requireNonNull(passage.dialect), parts.sessions(), passage.session, identifies,
                passage.route.config().require(), parts.executor()).begin();
    }

    private void agree(HttpFields answer) {
        // This server's own Date and the like give way.
        answer.forEach(field -> response.getHeaders().remove(field.getName()));
        NeighbourFields neighbours = NeighbourFields.of(answer);
        for (HttpField field : answer) {
            if (!neighbours.has(field) && field.getHeader() != HttpHeader.CONTENT_LENGTH
                    && !UpstreamWord.isPrivate(field))
                response.getHeaders().add(field);
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, "websocket");
    }
}
