package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.contract.Termination;
import dev.bouncer.enforcement.Session;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway.Init")
final class GatewayTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private Behind behind;
    private TestEdge edge;

    private void start(Behind.Role role) throws IOException {
        behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    private void start(Behind.Role role, Identify... ways) throws IOException {
        behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()).identify(ways));
    }

    private TestClient connect(String user) {
        return TestClient.connect(edge.uri(), "/chat/room?x=%2F&token=" + Tokens.of(user));
    }

    @Test
    void framesPassBothWays() throws Exception {
        start(Behind.ECHO);
        TestClient alice = connect("alice");

        alice.say("hello");
        alice.socket().sendText("hel", false).join();
        alice.say("lo");

        await().until(() -> alice.frames().equals(List.of("hello", "hello")));
        assertThat(behind.talk().requestLine).startsWith("GET /chat/room?x=%2F&token=").endsWith(" HTTP/1.1");
    }

    @Test
    void aBlockClosesTheSessionAndKeepsItOut() throws Exception {
        start(Behind.ECHO);
        TestClient alice = connect("alice");
        TestClient bob = connect("bob");

        edge.block(TestEdge.user("alice"), Instant.now().plusSeconds(60), "You are blocked for spam.");

        assertThat(alice.closed()).isEqualTo("4403 You are blocked for spam.");
        assertThat(connect("alice").closed()).isEqualTo("4403 You are blocked for spam.");
        bob.say("still here");
        await().until(() -> bob.frames().equals(List.of("still here")));
        await().until(() -> edge.registry.size() == 1 && behind.connections() == 1);
    }

    @Test
    void theUpstreamHearsThatTheClientWasClosed() throws Exception {
        start(Behind.ECHO);
        connect("alice");
        Behind.Talk talk = behind.talk();

        edge.terminate(TestEdge.user("alice"));

        await().until(() -> behind.ended.equals(List.of("done")));
        assertThat(talk.requestLine).isNotEmpty();
    }

    @Test
    void aTerminateClosesAsItSaysAndSparesTheExcepted() throws Exception {
        start(Behind.ECHO);
        TestClient alice = connect("alice");
        UUID session = edge.registry.all().iterator().next().id();
        TestClient spared = connect("alice");
        Set<UUID> except = Set.of(edge.registry.all().stream().map(Session::id).filter(id -> !id.equals(session))
                .findFirst().orElseThrow());
        edge.terminate(TestEdge.user("alice"),
                new Termination(Set.of(), except, new Termination.Close(4500, "signed in elsewhere")));

        assertThat(alice.closed()).isEqualTo("4500 signed in elsewhere");
        spared.say("still here");
        await().until(() -> spared.frames().equals(List.of("still here")));
    }

    @Test
    void closeCodesPassAsTheyCame() throws Exception {
        start(talk -> {
            talk.agree();
            talk.frame(0x88, new byte[]{0x0f, (byte) 0xa1, 'b', 'y', 'e'});
            talk.next();
        });

        assertThat(connect("alice").closed()).isEqualTo("4001 bye");
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void anUpstreamThatRefusesIsQuoted() throws Exception {
        start(talk -> talk.write("HTTP/1.1 418 No\r\nX-Why: tea\r\nContent-Length: 5\r\n\r\nteas!"));
        try (Raw client = new Raw(edge.uri())) {
            String answer = client.handshake("/chat/a");

            assertThat(answer).startsWith("HTTP/1.1 418 ").contains("X-Why: tea").endsWith("teas!");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void theUpstreamSaysWhoItIs() throws Exception {
        start(talk -> {
            talk.agree("Bouncer-Subject: user=alice, token=t1");
            Behind.echo(talk);
        }, Identify.UPSTREAM);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101").doesNotContain("Bouncer-Subject");
            assertThat(edge.registry.find(TestEdge.user("alice"))).hasSize(1);
            edge.block(TestEdge.user("alice"), null, null);
            assertThat(client.next()).isEqualTo("close 4403 blocked");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101");
            assertThat(client.next()).isEqualTo("close 4403 blocked");
        }
    }

    @Test
    void plainRequestsPass() throws Exception {
        start(talk -> talk.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/a?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 200").endsWith("hi");
            edge.block(TestEdge.user("alice"), null, "Bye.");
            assertThat(client.get("/chat/a?token=" + Tokens.of("alice"))).startsWith("HTTP/1.1 403")
                    .contains("application/problem+json", "\"detail\":\"Bye.\"");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat/a|b", "/chat/{x}", "/chat/[", "/chat/a^b", "/chat/%zz", "/chat/a?q={\"x\":1}|[]",
            "/chat/é", "/chat/a\\b", "/chat/a;b=c", "/chat//a"})
    void oddPathsArePassedOrRefusedAndLeaveNothing(String path) throws Exception {
        start(talk -> talk.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
        try (Raw client = new Raw(edge.uri())) {
            String answer = client.get(path);
            assertThat(answer).satisfiesAnyOf(one -> assertThat(one).startsWith("HTTP/1.1 200"),
                    one -> assertThat(one).startsWith("HTTP/1.1 400"));
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void whatIsLongEndsWhenItIsCommanded() throws Exception {
        start(talk -> {
            talk.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            talk.in.read();
        });
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", "/chat/a?token=" + Tokens.of("alice"), "");
            assertThat(client.line()).startsWith("HTTP/1.1 200");
            client.readUntil("data: 1\n\n");
            edge.block(TestEdge.user("alice"), null, null);
            assertThat(client.rest()).doesNotContain("data");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void largeMessagesPass() throws Exception {
        start(Behind.ECHO);
        TestClient alice = connect("alice");
        String large = "x".repeat(3_000_000);

        alice.say(large);

        await().until(() -> alice.frames().size() == 1);
        assertThat(alice.frames().getFirst()).isEqualTo(large);
        alice.socket().sendClose(WebSocket.NORMAL_CLOSURE, "ok").join();
        assertThat(alice.closed()).isEqualTo("1000 ok");
        assertThat(large.getBytes(StandardCharsets.UTF_8)).hasSize(3_000_000);
    }
}
