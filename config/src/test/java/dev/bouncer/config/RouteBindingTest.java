package dev.bouncer.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.bouncer.config.RouteConfig.Balance;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.RouteConfig.RouteProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.bouncer.config.Loading.load;
import static dev.bouncer.config.Loading.refused;
import static org.assertj.core.api.Assertions.assertThat;

/** Servers behind an edge. */
final class RouteBindingTest {
    private static final String TOKENS = "tokens: {hmac-secret: an-hmac-secret-of-32-bytes-or-more}";

    private static RouteConfig route(String yaml) {
        return load("bouncer.apps.chat: {" + TOKENS + ", routes: {rooms: {" + yaml + "}}}").apps().values().iterator()
                .next().routes()
                .getFirst();
    }

    @Test
    void aRouteNeedsAPathAndAnUpstream() {
        assertThat(route("path: /chat, upstream: 'ws://127.0.0.1:9000'")).isEqualTo(new RouteConfig("rooms", "/chat",
                List.of(URI.create("ws://127.0.0.1:9000")), Balance.ROUND_ROBIN, Set.of(), List.of(),
                new ClaimNames("sub", "jti", null), null, false, Duration.ofSeconds(10), RouteProtocol.PLAIN, null,
                new RouteLimits(0, 0, Rate.UNLIMITED), Duration.ofSeconds(60),
                new UpstreamHealth(null, Duration.ofSeconds(5))));
    }

    @Test
    void everythingElseCanBeSaid() {
        assertThat(route("""
                path: /chat/*, upstream: ['ws://10.0.0.1:9000', 'wss://b.example/base'], balance: client-address,
                identify: [jwt, forward-auth, upstream, first-frames], jwt-from: ['query:token', 'subprotocol:jwt'],
                claims: {user: uid, token: tid, device: did},
                forward-auth: {url: 'https://app.example/auth', user-header: X-User, cache: 0s, timeout: 1s},
                require: true, require-within: 3s, protocol: socket-io, device-header: X-Device,
                limits: {max-frame: 1024, max-message: 4096, frames: 100/1s}, timeout: 20s,
                health: {path: /healthz, interval: 1s}"""))
                .isEqualTo(new RouteConfig("rooms", "/chat/*",
                        List.of(URI.create("ws://10.0.0.1:9000"), URI.create("wss://b.example/base")),
                        Balance.CLIENT_ADDRESS, Set.of(Identify.values()),
                        List.of(new TokenPlace(TokenPlace.In.QUERY, "token"),
                                new TokenPlace(TokenPlace.In.SUBPROTOCOL, "jwt")),
                        new ClaimNames("uid", "tid", "did"),
                        new ForwardAuth(URI.create("https://app.example/auth"), "X-User", Duration.ZERO,
                                Duration.ofSeconds(1)),
                        true, Duration.ofSeconds(3), RouteProtocol.SOCKET_IO, "X-Device",
                        new RouteLimits(1024, 4096, new Rate(100, Duration.ofSeconds(1))), Duration.ofSeconds(20),
                        new UpstreamHealth("/healthz", Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            path: chat                                    | path       | expected a path like /chat or /chat/*, got 'chat'
            path: /cha*                                   | path       | expected a path like /chat or /chat/*, got '/cha*'
            path: /metrics                                | path       | expected one that is not the edge's own (/metrics), got '/metrics'
            path: /a, upstream: 'redis://a'               | upstream   | expected addresses like ws://127.0.0.1:9000, got 'redis://a'
            path: /a, upstream: 'ws://u:p@a'              | upstream   | expected addresses like ws://127.0.0.1:9000, got 'ws://u:p@a'
            path: /a, upstream: 'ws://a', balance: fair   | balance    | expected one of round-robin, least-connections, client-address, got 'fair'
            path: /a, upstream: 'ws://a', identify: magic | identify   | expected one of jwt, forward-auth, upstream, first-frames, got 'magic'
            path: /a, upstream: 'ws://a', identify: jwt   | jwt-from   | expected one, since identify has jwt
            path: /a, upstream: 'ws://a', jwt-from: token | jwt-from   | expected query:NAME, header:NAME, cookie:NAME or subprotocol:NAME, got 'token'
            path: /a, upstream: 'ws://a', identify: first-frames | protocol | expected pusher, centrifuge, graphql or socket-io, since identify has first-frames
            path: /a, upstream: 'ws://a', require: true   | identify   | expected one or more of jwt, forward-auth, upstream and first-frames, since require is true
            path: /a, upstream: 'ws://a', timeout: 0s     | timeout    | expected a duration above 0, got 0s
            """)
    void whatIsWrongIsSaid(String yaml, String key, String message) {
        refused("bouncer.apps.chat: {" + TOKENS + ", routes: {rooms: {" + yaml + "}}}").satisfies(
                e -> assertThat(String.valueOf(e.getMessage()).replace(" (from bouncer.yml)", ""))
                        .isEqualTo("bouncer.apps.chat.routes.rooms." + key + ": " + message));
    }

    @Test
    void aRouteMayStandInTheEnvironmentAlone() {
        assertThat(load("", Map.of("BOUNCER_APPS_CHAT_ROUTES_ROOMS_UPSTREAM", "ws://127.0.0.1:9000",
                "BOUNCER_APPS_CHAT_ROUTES_ROOMS_PATH", "/rooms", "BOUNCER_APPS_CHAT_ROUTES_ROOMS_HEALTH_PATH", "/up"))
                .apps().values().iterator().next().routes()).singleElement()
                .satisfies(route -> assertThat(route.name() + route.path() + route.health().path())
                        .isEqualTo("rooms/rooms/up"));
    }

    @Test
    void noRouteIsWithoutUpstream() {
        refused("bouncer.apps.chat.routes.rooms: {path: /a}").withMessage("bouncer.apps.chat.routes.rooms.upstream: "
                + "expected one or more addresses like ws://127.0.0.1:9000");
    }

    @Test
    void twoRoutesHaveTwoPaths() {
        refused("bouncer.apps: {a: {routes: {x: {path: /p, upstream: 'ws://h'}}}, "
                + "b: {routes: {y: {path: /p, upstream: 'ws://h'}}}}").withMessage("bouncer.apps.b.routes.y.path: "
                        + "expected a path of its own, got one that another route has too");
    }

    @Test
    void proofsNeedSomethingToCheckThemWith() {
        refused("bouncer.apps.chat.routes.x: {path: /a, upstream: 'ws://h', identify: jwt, jwt-from: 'query:t'}")
                .withMessageStartingWith("bouncer.apps.chat.tokens: expected one of ");
        refused("bouncer.apps.chat.routes.x: {path: /a, upstream: 'ws://h', identify: first-frames, protocol: pusher}")
                .withMessageStartingWith("bouncer.apps.chat.pusher: expected key and secret, ");
    }

    @Test
    void theInternalSecretIsNoKeys() {
        refused("bouncer: {internal: {secret: one-and-the-same}, apps: {chat: {keys: {a: {secret: one-and-the-same, "
                + "scopes: read}}}}}")
                .withMessage("bouncer.internal.secret: expected a secret of its own, got one that "
                        + "a key of chat has too");
    }
}
