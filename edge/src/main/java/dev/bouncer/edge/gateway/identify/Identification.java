package dev.bouncer.edge.gateway.identify;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.bouncer.config.ForwardAuth;
import dev.bouncer.config.RouteConfig;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.gateway.route.Route;
import dev.bouncer.edge.identity.Authentication;
import dev.bouncer.edge.identity.Authenticator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who a request is from, before the upstream hears of it. Thread-safe; may block for some seconds. */
public final class Identification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Identification.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Authenticator authenticator;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<Route, ForwardAuthClient> applications = new HashMap<>();

    /** For these routes. */
    public Identification(Authenticator authenticator, Collection<Route> routes, InstantSource clock) {
        this.authenticator = authenticator;
        for (Route route : routes) {
            ForwardAuth config = route.config().forwardAuth();
            if (config != null) applications.put(route, new ForwardAuthClient(route.app(), config, http, clock));
        }
    }

    /** What about a request would leave it open who it is from; null: nothing. */
    public @Nullable String flaw(Route route, Asked asked) {
        return Tokens.differ(asked, route.config().jwtFrom()) ? "expected one token in one place" : null;
    }

    /** By the first of the route's ways that yields somebody. */
    public Identity identify(Route route, Asked asked) {
        RouteConfig config = route.config();
        if (config.identify().contains(Identify.JWT)) {
            String token = Tokens.find(asked, config.jwtFrom());
            if (token != null && authenticator.authenticateAnyone(route.app(), token, asked.client(),
                    config.claims()) instanceof Authentication.Authenticated known)
                return new Identity.Known(known);
        }
        ForwardAuthClient application = applications.get(route);
        return application == null ? new Identity.Unknown() : application.ask(asked);
    }

    /** What a client is whoever it is: its address, and its device where the route knows of one. */
    public List<SubjectKey> always(Route route, Asked asked) {
        List<SubjectKey> subjects = new ArrayList<>(2);
        subjects.add(SubjectKey.of(route.app(), SubjectKind.IP, asked.client().toString()));
        String header = route.config().deviceHeader();
        String device = header == null ? null : asked.header(header.toLowerCase(Locale.ROOT));
        if (device != null) {
            try {
                subjects.add(SubjectKey.of(route.app(), SubjectKind.DEVICE, device));
            } catch (IllegalArgumentException e) {
                LOG.atDebug().addKeyValue("route", route).addKeyValue("why", e.getMessage()).log("no device");
            }
        }
        return subjects;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
