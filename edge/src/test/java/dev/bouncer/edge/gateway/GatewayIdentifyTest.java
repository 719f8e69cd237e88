package dev.bouncer.edge.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import dev.bouncer.config.ForwardAuth;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.TokenPlace;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is on a connection. */
final class GatewayIdentifyTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({"QUERY,t", "HEADER,X-Token", "HEADER,Authorization", "COOKIE,session", "SUBPROTOCOL,jwt"})
    void tokensAreWhereTheRouteSays(TokenPlace.In in, String name) throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address());
        route.jwtFrom = List.of(new TokenPlace(in, name));
        route.require = true;
        TestEdge edge = stage.edge(route);
        String token = Tokens.of("alice");
        String header = switch (in) {
            case QUERY -> "X-Nothing: here";
            case HEADER -> name + ": Bearer " + token;
            case COOKIE -> "Cookie: a=b; session=" + token;
            case SUBPROTOCOL -> "Sec-WebSocket-Protocol: chat, jwt, " + token;
        };
        try (Raw alice = new Raw(edge.uri()); Raw nobody = new Raw(edge.uri())) {
            assertThat(alice.handshake(in == TokenPlace.In.QUERY ? "/chat/a?t=" + token : "/chat/a", header))
                    .startsWith("HTTP/1.1 101");
            alice.text("hello");
            assertThat(alice.next()).isEqualTo("1 hello");
            assertThat(edge.registry.find(TestEdge.user("alice"))).hasSize(1);
            assertThat(nobody.handshake("/chat/a")).startsWith("HTTP/1.1 101");
            assertThat(nobody.next()).isEqualTo("close 4401 unauthenticated");
        }
    }

    @Test
    void anApplicationMaySay() throws Exception {
        Behind application = stage.behind(talk -> {
            boolean known = talk.header("cookie").contains("session=good");
            talk.write(known
                    ? "HTTP/1.1 204 No\r\nX-User: alice\r\nBouncer-Subject: token=t1\r\nConnection: close\r\n\r\n"
                    : "HTTP/1.1 401 Who\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FORWARD_AUTH);
        route.forwardAuth = new ForwardAuth(URI.create(application.address().replace("ws:", "http:") + "/auth"),
                "X-User", Duration.ofMinutes(1), Duration.ofSeconds(5));
        TestEdge edge = stage.edge(route);
        for (int i = 0; i < 2; i++) {
            try (Raw alice = new Raw(edge.uri()); Raw nobody = new Raw(edge.uri())) {
                assertThat(alice.handshake("/chat/a?x=1", "Cookie: session=good", "X-Forwarded-Uri: /made-up"))
                        .startsWith("HTTP/1.1 101");
                assertThat(edge.registry.find(TestEdge.user("alice"))).hasSize(1);
                assertThat(edge.registry.find(SubjectKey.of("chat", SubjectKind.TOKEN, "t1"))).hasSize(1);
                assertThat(nobody.handshake("/chat/a", "Cookie: session=bad")).startsWith("HTTP/1.1 401");
            }
            TestEdgeWaits.empty(edge);
        }
        Behind.Talk first = application.talk();
        assertThat(first.requestLine).startsWith("GET /auth ");
        assertThat(first.header("x-forwarded-uri")).isEqualTo("/chat/a?x=1");
        assertThat(first.header("x-forwarded-method")).isEqualTo("GET");
        assertThat(first.header("x-forwarded-host")).isEqualTo("chat.example");
        // Who is known is asked for once, who is not again.
        assertThat(application.talks).hasSize(2);
    }

    @Test
    void nobodyComesInWhileTheApplicationDoesNotAnswer() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify(Identify.FORWARD_AUTH);
        route.forwardAuth = new ForwardAuth(URI.create("http://127.0.0.1:1/auth"), null, Duration.ZERO,
                Duration.ofSeconds(5));
        try (Raw client = new Raw(stage.edge(route).uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 503").contains("Retry-After");
        }
    }

    @Test
    void addressesAndDevicesAreSubjectsAlways() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address()).identify();
        route.deviceHeader = "X-Device";
        TestEdge edge = stage.edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a", "X-Device: d1")).startsWith("HTTP/1.1 101");
            edge.block(SubjectKey.of("chat", SubjectKind.DEVICE, "d1"), null, null);
            assertThat(client.next()).isEqualTo("close 4403 blocked");
        }
        edge.block(SubjectKey.of("chat", SubjectKind.IP, "127.0.0.1"), null, null);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/a")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void anUpstreamThatSaysNonsenseIsNotBelieved() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(talk -> talk.agree("Bouncer-Subject: alice")).address())
                .identify(Identify.UPSTREAM);
        TestEdge edge = stage.edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 502");
        }
        TestEdgeWaits.empty(edge);
    }
}
