package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bouncer.config.ConnectionRules;
import dev.bouncer.config.Rate;
import dev.bouncer.config.RouteConfig.Balance;
import dev.bouncer.config.RouteLimits;
import dev.bouncer.config.UpstreamHealth;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers behind the gateway: which of them, what they are told, and what becomes of them. */
final class GatewayUpstreamTest {
    private static final String NOBODY_THERE = "ws://127.0.0.1:1";

    @RegisterExtension
    final Stage stage = new Stage();

    private TestEdge edge(TestRoutes route) {
        return stage.edge(route.identify());
    }

    private static Behind.Role named(String name) {
        return talk -> {
            talk.agree("X-Name: " + name);
            Behind.echo(talk);
        };
    }

    private static String nameFor(TestEdge edge) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            String answer = client.handshake("/chat/a");
            assertThat(answer).startsWith("HTTP/1.1 101");
            return answer.replaceAll("(?s).*X-Name: (\\w+).*", "$1");
        }
    }

    @Test
    void oneThatIsNotThereIsPassedOver() throws Exception {
        TestEdge edge = edge(new TestRoutes(NOBODY_THERE, stage.behind(named("b")).address()));

        for (int i = 0; i < 4; i++)
            assertThat(nameFor(edge)).isEqualTo("b");
        assertThat(edge.metric("bouncer.gateway.upstream.failures", Map.of("route", "chat"))).isPositive();
    }

    @Test
    void ifNoneIsThereTheClientIsTold() throws Exception {
        TestEdge edge = edge(new TestRoutes(NOBODY_THERE));
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 502").contains("upstream-failed");
        }
        TestEdgeWaits.empty(edge);
    }

    @Test
    void oneThatIsNotWellGetsNobodyUntilItIs() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        Behind ailing = stage.behind(talk -> {
            if (talk.requestLine.startsWith("GET /up ")) {
                talk.write((well.get() ? "HTTP/1.1 204 Yes" : "HTTP/1.1 500 No")
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            } else {
                named("a").play(talk);
            }
        });
        TestRoutes route = new TestRoutes(ailing.address(), stage.behind(talk -> {
            if (talk.requestLine.startsWith("GET /up ")) {
                talk.write("HTTP/1.1 204 Yes\r\nConnection: close\r\n\r\n");
            } else {
                named("b").play(talk);
            }
        }).address());
        route.health = new UpstreamHealth("/up", Duration.ofMillis(50));
        TestEdge edge = edge(route);

        TestClient.await().until(() -> List.of(nameFor(edge), nameFor(edge)).equals(List.of("b", "b")));
        well.set(true);
        TestClient.await().until(() -> nameFor(edge).equals("a"));
    }

    @Test
    void requestsTakeNoPlaceAmongTheConnections() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(talk -> {
            talk.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            talk.in.read();
        }).address());
        route.connections = new ConnectionRules(Set.of(), 1, 0, 0);
        TestEdge edge = edge(route);
        try (Raw first = new Raw(edge.uri()); Raw second = new Raw(edge.uri())) {
            for (Raw client : List.of(first, second)) {
                client.send("GET", "/chat/a", "");
                assertThat(client.line()).startsWith("HTTP/1.1 200");
                client.readUntil("data: 1\n\n");
            }
        }
    }

    @Test
    void theyTakeTurns() throws Exception {
        TestEdge edge = edge(new TestRoutes(stage.behind(named("a")).address(), stage.behind(named("b")).address()));

        assertThat(List.of(nameFor(edge), nameFor(edge), nameFor(edge), nameFor(edge)))
                .isIn(List.of("a", "b", "a", "b"), List.of("b", "a", "b", "a"));
    }

    @Test
    void aClientKeepsItsServerWhereItsAddressDecides() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(named("a")).address(), stage.behind(named("b")).address());
        route.balance = Balance.CLIENT_ADDRESS;
        TestEdge edge = edge(route);

        assertThat(List.of(nameFor(edge), nameFor(edge), nameFor(edge)).stream().distinct()).hasSize(1);
    }

    @Test
    void whoHasFewestGetsTheNext() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(named("a")).address(), stage.behind(named("b")).address());
        route.balance = Balance.LEAST_CONNECTIONS;
        TestEdge edge = edge(route);
        try (Raw first = new Raw(edge.uri()); Raw second = new Raw(edge.uri())) {
            assertThat(first.handshake("/chat/a")).contains("X-Name: a");
            assertThat(second.handshake("/chat/a")).contains("X-Name: b");
        }
        TestEdgeWaits.empty(edge);
        assertThat(nameFor(edge)).isEqualTo("a");
    }

    @Test
    void theyAreToldWhereARequestComesFrom() throws Exception {
        Behind behind = stage.behind(Behind.ECHO);
        TestEdge edge = edge(new TestRoutes(behind.address() + "/base"));
        try (Raw client = new Raw(edge.uri())) {
            client.handshake("/chat/a%20b?c=%2Fd", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https",
                    "Bouncer-Subject: user=alice", "bouncer-session: mine", "Forwarded: for=192.0.2.1",
                    "X-Own: kept", "Origin: https://page.example", "Cookie: a=b");
            Behind.Talk talk = behind.talk();
            assertThat(talk.requestLine).isEqualTo("GET /base/a%20b?c=%2Fd HTTP/1.1");
            assertThat(talk.headers).containsKeys("Sec-WebSocket-Key", "Bouncer-Session").doesNotContainKeys(
                    "Bouncer-Subject", "Forwarded", "Via", "User-Agent", "Accept-Encoding");
            assertThat(talk.header("x-forwarded-for")).isEqualTo("127.0.0.1");
            assertThat(talk.header("x-real-ip")).isEqualTo("127.0.0.1");
            assertThat(talk.header("x-forwarded-proto")).isEqualTo("http");
            assertThat(talk.header("x-forwarded-host")).isEqualTo("chat.example");
            assertThat(talk.header("host")).isEqualTo("chat.example");
            assertThat(talk.header("bouncer-session"))
                    .isEqualTo(edge.registry.all().iterator().next().id().toString());
            assertThat(talk.header("x-own") + talk.header("origin") + talk.header("cookie"))
                    .isEqualTo("kepthttps://page.examplea=b");
        }
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnection() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address());
        route.limits = new RouteLimits(100, 150, Rate.UNLIMITED);
        TestEdge edge = edge(route);
        try (Raw client = new Raw(edge.uri())) {
            client.handshake("/chat/a");
            client.text("x".repeat(100));
            assertThat(client.next()).hasSize(102);
            client.text("x".repeat(101));
            assertThat(client.next()).isEqualTo("close 1009 a frame of 101 bytes, expected at most 100");
        }
        try (Raw client = new Raw(edge.uri())) {
            client.handshake("/chat/a");
            client.write(Raw.frame(0x01, new byte[100]));
            assertThat(client.next()).startsWith("1 ");
            client.write(Raw.frame(0x80, new byte[51]));
            assertThat(client.next()).isEqualTo("close 1009 a message of 151 bytes, expected at most 150");
        }
        assertThat(edge.metric("bouncer.gateway.violations", Map.of("by", "client"))).isEqualTo(2);
    }

    @Test
    void whoSendsTooFastIsMadeToWait() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(Behind.ECHO).address());
        route.limits = new RouteLimits(0, 0, new Rate(5, Duration.ofMillis(500)));
        TestEdge edge = edge(route);
        try (Raw client = new Raw(edge.uri())) {
            client.handshake("/chat/a");
            long start = System.nanoTime();
            for (int i = 0; i < 12; i++) {
                client.text("m" + i);
                assertThat(client.next()).isEqualTo("1 m" + i);
            }
            // Five at once, the other seven 100 ms after each other, the last chunk's wait apart.
            assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(550).toNanos());
        }
    }

    @Test
    void anUpstreamThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
        TestRoutes route = new TestRoutes(stage.behind(talk -> talk.in.read()).address());
        route.timeout = Duration.ofMillis(300);
        TestEdge edge = edge(route);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 504").contains("upstream-timeout");
        }
        TestEdgeWaits.empty(edge);
    }
}
