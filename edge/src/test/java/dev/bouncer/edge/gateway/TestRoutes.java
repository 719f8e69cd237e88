package dev.bouncer.edge.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.bouncer.config.AppConfig;
import dev.bouncer.config.ClaimNames;
import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.ForwardAuth;
import dev.bouncer.config.Rate;
import dev.bouncer.config.RouteConfig;
import dev.bouncer.config.RouteConfig.Balance;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import dev.bouncer.config.RouteLimits;
import dev.bouncer.config.TokenPlace;
import dev.bouncer.config.UpstreamHealth;
import dev.bouncer.edge.Tokens;
import org.jspecify.annotations.Nullable;

/** Routes for tests: what is not said is as in a configuration that does not say it. */
final class TestRoutes {
    String path = "/chat/*";
    List<String> upstreams;
    Balance balance = Balance.ROUND_ROBIN;
    Set<Identify> identify = Set.of(Identify.JWT);
    List<TokenPlace> jwtFrom = List.of(new TokenPlace(TokenPlace.In.QUERY, "token"));
    @Nullable
    ForwardAuth forwardAuth;
    boolean require;
    Duration requireWithin = Duration.ofSeconds(10);
    RouteProtocol protocol = RouteProtocol.PLAIN;
    @Nullable
    String deviceHeader;
    RouteLimits limits = new RouteLimits(0, 0, Rate.UNLIMITED);
    Duration timeout = Duration.ofSeconds(60);
    UpstreamHealth health = new UpstreamHealth(null, Duration.ofSeconds(5));
    ConnectionRules connections = ConnectionRules.NONE;

    TestRoutes(String... upstreams) {
        this.upstreams = List.of(upstreams);
    }

    TestRoutes identify(Identify... ways) {
        identify = Set.of(ways);
        if (!identify.contains(Identify.JWT)) jwtFrom = List.of();
        return this;
    }

    RouteConfig route(String name) {
        return new RouteConfig(name, path, upstreams.stream().map(URI::create).toList(), balance, identify, jwtFrom,
                new ClaimNames("sub", "jti", null), forwardAuth, require, requireWithin, protocol, deviceHeader, limits,
                timeout, health);
    }

    AppConfig app() {
        return app(connections, List.of(route("chat")));
    }

    static AppConfig app(List<RouteConfig> routes) {
        return app(ConnectionRules.NONE, routes);
    }

    private static AppConfig app(ConnectionRules connections, List<RouteConfig> routes) {
        AppConfig chat = Tokens.chat();
        return new AppConfig("chat", List.of(), chat.tokens(), null, connections, routes);
    }
}
