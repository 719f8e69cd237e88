package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.config.TokenPlace;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** What a client makes up about itself, in headers that are not its own to send, or twice. */
@SuppressWarnings("NullAway.Init")
final class SpoofedHeadersTest {
    private static final List<TokenPlace> EVERYWHERE = List.of(new TokenPlace(TokenPlace.In.QUERY, "token"),
            new TokenPlace(TokenPlace.In.HEADER, "Authorization"), new TokenPlace(TokenPlace.In.COOKIE, "token"));

    @RegisterExtension
    final Stage stage = new Stage();

    private Behind behind;
    private TestEdge edge;

    private void start(TestRoutes routes) {
        edge = stage.edge(routes);
    }

    private void start() throws IOException {
        behind = stage.behind(talk -> {
            if (talk.header("Upgrade").isEmpty()) {
                talk.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
            } else {
                Behind.ECHO.play(talk);
            }
        });
        TestRoutes routes = new TestRoutes(behind.address());
        routes.jwtFrom = EVERYWHERE;
        start(routes);
    }

    private String get(String path, String headers) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", path, headers);
            return client.answer();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bouncer-Subject: user=root", "bouncer-session: 1", "BOUNCER-ANYTHING: 1",
            "Bouncer_Session: 1", "Bouncer_Subject: user=root", "X-Forwarded-For: 192.0.2.1",
            "X_Forwarded_For: 192.0.2.1", "X-Forwarded_For: 192.0.2.1", "X-Forwarded-Host: evil",
            "X-Forwarded-Proto: https", "X-Forwarded-Port: 1", "X-Forwarded-Prefix: /evil",
            "X-Forwarded-User: root", "X-Forwarded-Uri: /evil", "X-Real-IP: 192.0.2.1", "X_Real_Ip: 192.0.2.1",
            "Forwarded: for=192.0.2.1"})
    void whatOnlyThisNodeSays(String header) throws Exception {
        start();
        String made = header.substring(header.indexOf(' ') + 1);
        String name = header.substring(0, header.indexOf(':'));
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a", header, header)).startsWith("HTTP/1.1 101 ");
        }
        assertThat(get("/chat/a", header + "\r\n")).startsWith("HTTP/1.1 200 ");
        for (int i = 0; i < 2; i++) {
            Behind.Talk talk = behind.talk();
            assertThat(talk.headers.getOrDefault(name, List.of())).doesNotContain(made);
            assertThat(talk.headers.keySet()).noneMatch(key -> key.indexOf('_') >= 0);
            assertThat(talk.headers.get("Bouncer-Session")).hasSize(1);
            assertThat(talk.headers.get("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(talk.headers.get("X-Real-IP")).containsExactly("127.0.0.1");
            assertThat(talk.headers.get("X-Forwarded-Host")).containsExactly("chat.example");
            assertThat(talk.headers.get("X-Forwarded-Proto")).containsExactly("http");
        }
    }

    @Test
    void underscoresElsewhereAreTheClientsOwn() throws Exception {
        start();
        assertThat(get("/chat/a", "My_Own: 1\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(behind.talk().header("My_Own")).isEqualTo("1");
    }

    @Test
    void namingAHeaderOfTheConnectionDoesNotTakeOursAway() throws Exception {
        start();
        String names = "Bouncer-Session, X-Forwarded-For, X-Real-IP, X-Mine";
        try (Raw client = new Raw(edge.uri())) {
            client.askForWebSocket("/chat/a", "Connection: " + names, "X-Mine: 1");
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
        }
        Behind.Talk talk = behind.talk();
        assertThat(talk.header("Bouncer-Session")).isNotEmpty();
        assertThat(talk.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(talk.header("X-Real-IP")).isEqualTo("127.0.0.1");
        assertThat(talk.header("X-Mine")).isEmpty();
        assertThat(talk.header("Connection").toLowerCase(Locale.ROOT)).isEqualTo("upgrade");
    }

    @Test
    void whoNamesTheKeyOfTheConnectionGetsNoWebSocket() throws Exception {
        start();
        try (Raw client = new Raw(edge.uri())) {
            client.askForWebSocket("/chat/a", "Connection: Sec-WebSocket-Key");
            assertThat(client.answer()).startsWith("HTTP/1.1 502 ");
        }
    }

    // A server that takes the other one would let in whom it is told to keep out.
    @Test
    void twoTokensInOnePlaceAreNone() throws Exception {
        start();
        String alice = Tokens.of("alice");
        String bob = Tokens.of("bob");

        for (String path : List.of("/chat/a?token=" + alice + "&token=" + bob, "/chat/a?token=" + alice + "&token=",
                "/chat/a?token=&tok%65n=" + alice)) {
            assertThat(get(path, "")).startsWith("HTTP/1.1 400 ").contains("expected one token");
        }
        assertThat(get("/chat/a", "Authorization: Bearer " + alice + "\r\nAuthorization: Bearer " + bob + "\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(get("/chat/a", "Cookie: token=" + alice + "; token=" + bob + "\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/chat/a", "Cookie: token=" + alice + "\r\nCookie: token=" + bob + "\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(behind.talks).isEmpty();
        assertThat(get("/chat/a?token=" + alice + "&token=" + alice + "&x=1&x=2", "Cookie: x=1; x=2\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "%f", "a=%c3%28"})
    void aQueryThatCannotBeReadIsNotPassedOn(String malformed) throws Exception {
        start();
        edge.block(TestEdge.user("alice"), null, null);

        assertThat(get("/chat/a?token=" + Tokens.of("alice") + "&" + malformed, ""))
                .matches("(?s)HTTP/1\\.1 40[03] .*");
        assertThat(behind.talks).isEmpty();
    }

    @Test
    void whatTheUpstreamSaysOfOthersStaysHere() throws Exception {
        behind = stage.behind(talk -> {
            talk.agree("Bouncer-Subject: user=alice", "bouncer-anything: 1", "X-Own: 1");
            Behind.echo(talk);
        });
        start(new TestRoutes(behind.address()).identify(Identify.UPSTREAM));
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ").contains("X-Own: 1")
                    .doesNotContainIgnoringCase("bouncer-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=a%0d%0aX: y", "user=", "nobody=alice", "user=alice,", "alice", "user=%zz",
            "user=a\u0001"})
    void anUpstreamThatCannotSayWhoItIsGetsNobody(String subject) throws Exception {
        behind = stage.behind(talk -> {
            talk.agree("Bouncer-Subject: " + subject);
            Behind.echo(talk);
        });
        start(new TestRoutes(behind.address()).identify(Identify.UPSTREAM));
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 502 ");
        }
        await().until(() -> edge.registry.size() == 0);
    }
}
