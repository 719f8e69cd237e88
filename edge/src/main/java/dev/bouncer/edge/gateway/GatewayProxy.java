package dev.bouncer.edge.gateway;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.route.Upstream;
import dev.bouncer.edge.gateway.tunnel.Tunnels;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseReason;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.client.UpgradeProtocolHandler;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes requests on to the servers behind, and their answers back; where both agree on a WebSocket it joins the two
 * connections. Thread-safe.
 */
final class GatewayProxy extends ProxyHandler {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayProxy.class);
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int ANY_NUMBER = 1 << 20;
    private static final long CONNECT_TIMEOUT = Duration.ofSeconds(5).toMillis();
    // Most servers close a connection that they hear nothing on after five seconds or more: who closes it first is not
    // surprised. Whatever is under way on one has the route's time-out instead.
    private static final long KEPT_FOR = Duration.ofSeconds(4).toMillis();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Answers answers;
    private final Joining.Parts joining;
    private final EdgeMetrics metrics;
    private final ForwardedHeaders forwarded;
    private final Timers timers;
    private final Duration keepAlive;

    /**
     * @param forwarded what is told to the servers behind of where a request comes from
     * @param keepAlive after how long without a word either side of a WebSocket is asked, by TCP, whether it is there
     * @param executor  runs what may block
     */
    GatewayProxy(Sessions sessions, EdgeMetrics metrics, ForwardedHeaders forwarded, Timers timers,
            Duration keepAlive, Executor executor) {
        this.answers = new Answers(sessions, this::tunnels);
        this.joining = new Joining.Parts(sessions, answers, new UpstreamWord(sessions), metrics, executor);
        this.metrics = metrics;
        this.forwarded = forwarded;
        this.timers = timers;
        this.keepAlive = keepAlive;
        setUseServerThreadPool(true);
        // Whoever is behind is told by other headers.
        setViaHost("bouncer");
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setUserAgentField(null);
        client.setConnectTimeout(CONNECT_TIMEOUT);
        client.setIdleTimeout(KEPT_FOR);
        client.setMaxConnectionsPerDestination(ANY_NUMBER);
        client.setMaxRequestsQueuedPerDestination(ANY_NUMBER);
        client.setRequestBufferSize(MAX_HEADERS);
        client.setMaxResponseHeadersSize(MAX_HEADERS);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getHttpClient().getProtocolHandlers().put(new UpgradeProtocolHandler());
    }

    /** What clients are answered without an upstream. */
    Answers answers() {
        return answers;
    }

    /** Passes a request on whose session has been let in. */
    void pass(Passage passage, Request request, Response response) {
        if (passage.chooseUpstream()) {
            handle(request, response, passage.callback);
        } else {
            GatewayProblem.badUpstream(HttpStatus.BAD_GATEWAY_502).write(response, answers.ending(passage));
        }
    }

    private Tunnels tunnels() {
        return new Tunnels(getHttpClient().getByteBufferPool(), getHttpClient().getExecutor(), timers, keepAlive,
                PATIENCE, joining.sessions()::mayServe);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        Passage passage = Passage.of(request);
        HttpURI uri = request.getHttpURI();
        return HttpURI.from(passage.upstream().target(passage.route.config().stem(), uri.getPath(), uri.getQuery()));
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toUpstream) {
        Passage passage = Passage.of(request);
        long timeout = passage.route.config().timeout().toMillis();
        toUpstream.idleTimeout(timeout, TimeUnit.MILLISECONDS);
        toUpstream.headers(headers -> forwarded.put(headers, request, passage));
        RequestEnd plain = passage.plain;
        if (plain != null) {
            plain.asking().begin(toUpstream);
            return;
        }
        toUpstream.headers(headers -> {
            headers.put(HttpHeader.CONNECTION, "Upgrade").put(HttpHeader.UPGRADE, "websocket");
            // What is compressed cannot be read here.
            if (Dialects.areRead(passage.route, passage.isToBeHeard()))
                headers.remove(HttpHeader.SEC_WEBSOCKET_EXTENSIONS);
        });
        Objects.requireNonNull(passage.socket).asking().begin(toUpstream);
    }

    @Override
    protected org.eclipse.jetty.client.Request.Content newProxyToServerRequestContent(Request request,
            Response response, org.eclipse.jetty.client.Request toUpstream) {
        Passage passage = Passage.of(request);
        byte[] read = passage.body;
        return read == null
                ? new AskedContent(passage, request)
                : new BytesRequestContent(request.getHeaders().get(HttpHeader.CONTENT_TYPE), read);
    }

    @Override
    protected void sendProxyToServerRequest(Request request, org.eclipse.jetty.client.Request toUpstream,
            Response response, Callback callback) {
        Passage passage = Passage.of(request);
        if (passage.socket != null) {
            // Jetty's own time-out would keep each WebSocket's remains in memory until it is over.
            Timers.Timer patience = timers.after(passage.route.config().timeout(), () -> {
                var _ = toUpstream.abort(new TimeoutException("no answer to the handshake"));
            });
            toUpstream.onComplete(_ -> patience.cancel());
            HttpUpgrader.Factory upgrade = version -> new Joining(joining, passage, request, response, patience);
            toUpstream.attribute(HttpUpgrader.Factory.class.getName(), upgrade);
        }
        super.sendProxyToServerRequest(request, toUpstream, response, answers.ending(passage));
    }

    @Override
    protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(Request request,
            org.eclipse.jetty.client.Request toUpstream, Response response, Callback callback) {
        Passage passage = Passage.of(request);
        return passage.plain == null
                ? new Answer(request, toUpstream, response, callback)
                : new PlainAnswer(passage, passage.plain, request, toUpstream, response, callback);
    }

    @Override
    protected @Nullable HttpField filterServerToProxyResponseField(HttpField field) {
        return UpstreamWord.isPrivate(field) ? null : field;
    }

    @Override
    protected void onServerToProxyResponseFailure(Request request, org.eclipse.jetty.client.Request toUpstream,
            org.eclipse.jetty.client.Response fromUpstream, Response response, Callback callback, Throwable failure) {
        Passage passage = Passage.of(request);
        if (passage.session.isClosed()) {
            end(passage, request, response, callback, failure);
            return;
        }
        Unanswered unanswered = new Unanswered(request, toUpstream, fromUpstream, failure);
        if (unanswered.metTheEndOfAKeptConnection()) {
            handle(request, response, passage.callback);
            return;
        }
        Upstream upstream = passage.upstream();
        metrics.upstreamFailed(passage.route.app(), passage.route.config().name());
        LOG.atWarn().addKeyValue("route", passage.route).addKeyValue("upstream", upstream.address())
                .addKeyValue("error", failure.getClass().getSimpleName()).log("an upstream failed");
        if (unanswered.isUnreachable()) {
            upstream.avoidFor(passage.route.config().health().interval());
            if (unanswered.isWithoutBody() && passage.chooseUpstream()) {
                handle(request, response, passage.callback);
                return;
            }
        }
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        GatewayProblem.badUpstream(unanswered.status()).write(response, callback);
    }

    private void end(Passage passage, Request request, Response response, Callback callback, Throwable why) {
        if (!response.isCommitted()) {
            answers.turnAway(passage, request, response);
        } else if (isWhole(response)) {
            // Nothing was left to be cut off, and the connection is the next request's.
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        } else {
            callback.failed(why);
        }
    }

    private static boolean isWhole(Response response) {
        return response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) == Response
                .getContentBytesWritten(response);
    }

    /** What a client sends, as long as it may be served. */
    private final class AskedContent extends ProxyRequestContent {
        private final Passage passage;

        AskedContent(Passage passage, Request request) {
            super(request);
            this.passage = passage;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk == null || joining.sessions().mayServe()) return chunk;
            chunk.release();
            passage.session.close(new CloseReason.Unavailable());
            return Content.Chunk.from(new Asking.Ended(), true);
        }
    }

    /** An answer of the server behind, of which the client gets what is for it. */
    private class Answer extends ProxyResponseListener {
        private final Response response;

        Answer(Request request, org.eclipse.jetty.client.Request toUpstream, Response response, Callback callback) {
            super(request, toUpstream, response, callback);
            this.response = response;
        }

        @Override
        public void onHeaders(org.eclipse.jetty.client.Response fromUpstream) {
            super.onHeaders(fromUpstream);
            NeighbourFields.of(fromUpstream.getHeaders()).named().forEach(response.getHeaders()::remove);
        }
    }

    /** An answer that is no WebSocket, which may say whose it is before the client hears of it. */
    private final class PlainAnswer extends Answer {
        private final Passage passage;
        private final RequestEnd end;

        PlainAnswer(Passage passage, RequestEnd end, Request request, org.eclipse.jetty.client.Request toUpstream,
                Response response, Callback callback) {
            super(request, toUpstream, response, callback);
            this.passage = passage;
            this.end = end;
        }

        @Override
        public void onHeaders(org.eclipse.jetty.client.Response fromUpstream) {
            if (fromUpstream.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
                var _ = fromUpstream.abort(new IllegalArgumentException("an answer to a handshake that was none"));
                return;
            }
            try {
                if (!joining.word().identify(fromUpstream.getHeaders(), passage)) {
                    var _ = fromUpstream.abort(new Asking.Ended());
                    return;
                }
            } catch (IllegalArgumentException e) {
                var _ = fromUpstream.abort(e);
                return;
            }
            if (fromUpstream.getHeaders().contains(HttpHeader.CONTENT_TYPE)
                    && String.valueOf(fromUpstream.getHeaders().get(HttpHeader.CONTENT_TYPE))
                            .startsWith("text/event-stream")) {
                end.streaming();
                // It was spared as long as it might have been a short one.
                if (joining.sessions().isDraining()) passage.session.close(new CloseReason.GoingAway());
            }
            if (!joining.sessions().mayServe()) {
                passage.session.close(new CloseReason.Unavailable());
                var _ = fromUpstream.abort(new Asking.Ended());
                return;
            }
            super.onHeaders(fromUpstream);
        }

        @Override
        public void onContent(org.eclipse.jetty.client.Response fromUpstream, Content.Chunk chunk,
                Runnable demander) {
            if (joining.sessions().mayServe()) {
                super.onContent(fromUpstream, chunk, demander);
            } else {
                passage.session.close(new CloseReason.Unavailable());
            }
        }
    }
}
