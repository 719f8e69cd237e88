package dev.bouncer.edge.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.bouncer.config.ClientAddress;
import dev.bouncer.config.EdgeConfig;
import dev.bouncer.config.RouteConfig;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.contract.IpRange;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.edge.gateway.dialect.Dialect;
import dev.bouncer.edge.gateway.dialect.Dialects;
import dev.bouncer.edge.gateway.dialect.SocketIoPolling;
import dev.bouncer.edge.gateway.identify.Asked;
import dev.bouncer.edge.gateway.identify.Identification;
import dev.bouncer.edge.gateway.identify.Identity;
import dev.bouncer.edge.gateway.route.Probes;
import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.gateway.route.Routes;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.metrics.EdgeMetrics;
import dev.bouncer.edge.session.Arrival;
import dev.bouncer.edge.session.ClientSession;
import dev.bouncer.edge.session.Sessions;
import dev.bouncer.edge.session.Timers;
import dev.bouncer.enforcement.CloseReason;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the requests that are for a route: whose they are is found out, registered and asked about before the server
 * behind hears of them. All others go on as they came. Thread-safe.
 */
public final class Gateway extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Routes routes;
    private final Identification identification;
    private final Dialects dialects;
    private final SocketIoPolling polling;
    private final Sessions sessions;
    private final GatewayProxy proxy;
    private final ClientAddress addresses;
    private final InstantSource clock;
    private final Timers timers;
    private final Executor executor;
    private @Nullable Probes probes;

    /**
     * In front of whatever it is wrapped around.
     *
     * @param edge     whom to believe, and how patient to be
     * @param executor runs what may block
     */
    public Gateway(Routes routes, Identification identification, Dialects dialects, Sessions sessions,
            EdgeMetrics metrics,
            EdgeConfig edge, Timers timers, InstantSource clock, Executor executor) {
        this.routes = routes;
        this.identification = identification;
        this.dialects = dialects;
        this.polling = dialects.polling();
        this.sessions = sessions;
        this.addresses = new ClientAddress(edge.trustedProxies());
        this.proxy = new GatewayProxy(sessions, metrics, new ForwardedHeaders(addresses), timers, edge.pingInterval(),
                executor);
        this.clock = clock;
        this.timers = timers;
        this.executor = executor;
    }

    @Override
    protected void doStart() throws Exception {
        proxy.setServer(getServer());
        addBean(proxy);
        super.doStart();
        probes = new Probes(routes, timers, executor);
    }

    @Override
    protected void doStop() throws Exception {
        if (probes != null) probes.close();
        super.doStop();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        Route route = RouteConfig.OWN_PATHS.stream().anyMatch(path::startsWith) ? null : routes.find(path);
        if (route == null) return super.handle(request, response, callback);
        Instant now = clock.instant();
        // How long an answer may take, and be silent, is up to the upstream.
        request.addIdleTimeoutListener(_ -> false);
        if (SocketIoPolling.mayHoldConnect(route, request.getMethod(), request.getLength())) {
            Content.Source.asByteArrayAsync(request, SocketIoPolling.LONGEST,
                    Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING,
                            body -> executor.execute(() -> enter(route, now, body, request, response, callback)),
                            callback::failed));
        } else {
            executor.execute(() -> enter(route, now, null, request, response, callback));
        }
        return true;
    }

    /** @param body what was read of the request; null: its body is still to be read */
    private void enter(Route route, Instant now, byte @Nullable [] body, Request request, Response response,
            Callback callback) {
        boolean webSocket = Handshakes.isWanted(request);
        String flaw = webSocket ? Handshakes.flaw(request) : null;
        String path = request.getHttpURI().getPath();
        // What leads elsewhere there would pass this route's guard here.
        if (!routes.isForNoOther(route, path)) flaw = "expected a path that has one meaning";
        Map<String, List<String>> query = query(request);
        if (query == null) flaw = "expected a query in UTF-8, percent-encoded";
        Asked asked = read(request, query == null ? Map.of() : query);
        if (flaw == null) flaw = identification.flaw(route, asked);
        if (flaw != null) {
            GatewayProblem.of(400, "malformed-request", "Malformed request", flaw).write(response, callback);
            return;
        }
        Passage passage = webSocket ? socket(route, asked, now, callback) : plain(route, asked, now, callback);
        passage.body = body;
        passage.putInto(request);
        try {
            enter(passage, now, request, response);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("route", route).log("a request failed");
            Response.writeError(request, response, proxy.answers().ending(passage), e);
        }
    }

    private void enter(Passage passage, Instant now, Request request, Response response) {
        Callback over = proxy.answers().ending(passage);
        switch (identify(passage)) {
            case Identity.Unwanted(int status) -> GatewayProblem.of(status, "unwanted", "Not allowed",
                    "The application does not let this client in.").write(response, over);
            case Identity.Unclear() -> GatewayProblem.of(503, "unidentified", "Not available",
                    "It cannot be found out now who this client is.").write(response, over);
            case Identity.Known(Authentication.Authenticated as) -> {
                passage.identified = true;
                admit(passage, as, now, request, response);
            }
            case Identity.Unknown() ->
                admit(passage, new Authentication.Authenticated(List.of(), null, now), now, request, response);
        }
    }

    private Identity identify(Passage passage) {
        Route route = passage.route;
        Identity identity = identification.identify(route, passage.asked);
        if (!(identity instanceof Identity.Unknown) || !SocketIoPolling.isOn(route)) return identity;
        byte[] body = passage.body;
        return body == null ? polling.recall(route, passage.asked) : polling.hear(route, passage.asked, body);
    }

    private Passage socket(Route route, Asked asked, Instant now, Callback callback) {
        ClientEnd end = new ClientEnd();
        Dialect dialect = dialects.of(route, asked, now);
        return new Passage(route, asked,
                sessions.open(dialect, route.app(), arrival("gateway", route, asked), now, end), dialect, end, null,
                callback);
    }

    private static Arrival arrival(String protocol, Route route, Asked asked) {
        return new Arrival(protocol, asked.header("user-agent"), route.config().name());
    }

    private Passage plain(Route route, Asked asked, Instant now, Callback callback) {
        RequestEnd end = new RequestEnd();
        return new Passage(route, asked,
                sessions.openRequest(end, route.app(), arrival("request", route, asked), now, end), null, null, end,
                callback);
    }

    private void admit(Passage passage, Authentication.Authenticated as, Instant now, Request request,
            Response response) {
        ClientSession session = passage.session;
        RouteConfig config = passage.route.config();
        List<SubjectKey> subjects = new ArrayList<>(identification.always(passage.route, passage.asked));
        as.subjects().stream().filter(subject -> !subjects.contains(subject)).forEach(subjects::add);
        boolean mayBeKnownLater = config.identify().contains(Identify.UPSTREAM) || passage.mayStillSay();
        boolean waiting = config.require() && !passage.identified;
        Instant expiry = waiting ? now.plus(config.requireWithin()) : as.expiresAt();
        if (sessions.isDraining()) {
            session.close(new CloseReason.GoingAway());
        } else if (passage.socket != null && !sessions.allowsOrigin(passage.route.app(),
                request.getHeaders().get(HttpHeader.ORIGIN))) {
            session.close(new CloseReason.OriginNotAllowed());
        } else if (waiting && !mayBeKnownLater) {
            session.close(new CloseReason.Unauthenticated());
        } else if (sessions.admit(session, new Authentication.Authenticated(subjects, expiry, as.issuedAt(),
                as.firstSeen()))) {
            proxy.pass(passage, request, response);
            return;
        }
        proxy.answers().turnAway(passage, request, response);
    }

    private Asked read(Request request, Map<String, List<String>> query) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), _ -> new ArrayList<>(1)).add(field.getValue());
        }
        Map<String, List<String>> cookies = new HashMap<>();
        for (HttpCookie cookie : Request.getCookies(request)) {
            cookies.computeIfAbsent(cookie.getName(), _ -> new ArrayList<>(1)).add(cookie.getValue());
        }
        IpRange client = addresses.of(peer(request), request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
        String host = request.getHeaders().get(HttpHeader.HOST);
        return new Asked(client, request.getMethod(), host == null ? "" : host, request.isSecure(),
                request.getHttpURI().getPathQuery(), query, headers, cookies,
                request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false));
    }

    private static InetAddress peer(Request request) {
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address)
            return address.getAddress();
        throw new IllegalStateException("expected a peer with an address");
    }

    /** Null: it cannot be read. */
    private static @Nullable Map<String, List<String>> query(Request request) {
        Map<String, List<String>> parameters = new HashMap<>();
        try {
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                parameters.put(field.getName(), field.getValues());
            }
        } catch (RuntimeException e) {
            return null;
        }
        return parameters;
    }
}
