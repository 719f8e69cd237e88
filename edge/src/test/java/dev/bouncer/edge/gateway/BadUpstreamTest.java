package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.edge.TestEdge;
import org.eclipse.jetty.websocket.core.util.WebSocketUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Servers behind that do not do as they should: the client gets a clear answer, the next one is served. */
@SuppressWarnings("NullAway.Init")
final class BadUpstreamTest {
    private static final AtomicReference<Behind.Role> ROLE = new AtomicReference<>(Behind.ECHO);

    private static Behind behind;
    private static TestEdge edge;

    @BeforeAll
    static void start() throws IOException {
        behind = new Behind(talk -> ROLE.get().play(talk));
        TestRoutes routes = new TestRoutes(behind.address()).identify(Identify.UPSTREAM);
        TestRoutes impatient = new TestRoutes(behind.address()).identify(Identify.UPSTREAM);
        impatient.path = "/impatient/*";
        impatient.timeout = Duration.ofMillis(300);
        edge = new TestEdge(List.of(TestRoutes.app(List.of(routes.route("chat"), impatient.route("impatient")))));
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        behind.close();
    }

    @AfterEach
    void theNextClientIsServedAndNothingIsLeft() throws IOException {
        ROLE.set(Behind.ECHO);
        try (Raw next = new Raw(edge.uri())) {
            assertThat(next.handshake("/chat/next")).startsWith("HTTP/1.1 101 ");
            next.text("hello");
            assertThat(next.next()).isEqualTo("1 hello");
        }
        await().until(() -> edge.registry.size() == 0);
        await().until(() -> behind.connections() == 0);
    }

    private static String handshake() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            return client.handshake("/chat/a");
        }
    }

    private static String get() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            return client.get("/chat/a");
        }
    }

    private static String accept(Behind.Talk talk) {
        return "Sec-WebSocket-Accept: " + WebSocketUtils.hashKey(talk.header("Sec-WebSocket-Key")) + "\r\n";
    }

    @Test
    void hangsAtTheHandshake() throws IOException {
        ROLE.set(talk -> talk.in.read());

        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/impatient/a")).startsWith("HTTP/1.1 504 ").contains("upstream-timeout");
        }
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/impatient/a")).startsWith("HTTP/1.1 504 ");
        }
    }

    @Test
    void tricklesItsAnswer() throws IOException {
        ROLE.set(talk -> {
            talk.write("HTTP/1.1 101 Switching Protocols\r\nX-Long: ");
            // Never as long silent as the route allows.
            while (talk.in.available() == 0) {
                talk.socket.setSoTimeout(50);
                try {
                    if (talk.in.read() < 0) return;
                } catch (SocketTimeoutException e) {
                    talk.write("x");
                }
            }
        });
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/impatient/a")).startsWith("HTTP/1.1 504 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc No\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX A: b\r\n\r\n", "\u0000\u0001\u0002", "SSH-2.0-OpenSSH_9.2\r\n"})
    void answersWhatIsNoAnswer(String answer) throws IOException {
        ROLE.set(talk -> talk.write(answer));

        assertThat(handshake()).startsWith("HTTP/1.1 502 ").contains("upstream-failed");
    }

    @Test
    void sendsMoreHeadersThanFit() throws IOException {
        ROLE.set(talk -> talk.agree("X-Long: " + "x".repeat(40_000)));

        assertThat(handshake()).startsWith("HTTP/1.1 502 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {6_000, 9_000, 14_000})
    void sendsHeadersThatJustFit(int length) throws IOException {
        String value = "x".repeat(length);
        ROLE.set(talk -> {
            if (talk.header("Upgrade").isEmpty()) {
                talk.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Long: " + value + "\r\n\r\nhi");
            } else {
                talk.agree("X-Long: " + value);
                Behind.echo(talk);
            }
        });

        assertThat(handshake()).startsWith("HTTP/1.1 101 ").contains(value);
        assertThat(get()).startsWith("HTTP/1.1 200 ").contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo\r\n", "", "Sec-WebSocket-Accept: \r\n"})
    void agreesToAnotherHandshake(String accept) throws IOException {
        ROLE.set(talk -> talk.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + accept + "\r\n"));

        assertThat(handshake()).startsWith("HTTP/1.1 502 ");
    }

    @Test
    void agreesToSomethingElse() throws IOException {
        ROLE.set(talk -> talk.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n"
                + accept(talk) + "\r\n"));

        assertThat(handshake()).startsWith("HTTP/1.1 502 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: websocket\r\nConnection: Upgrade\r\n", "Upgrade: h2c\r\nConnection: Upgrade\r\n",
            "Upgrade: tea\r\nConnection: Upgrade\r\n", ""})
    void switchesThoughNobodyAskedForIt(String headers) throws IOException {
        ROLE.set(talk -> talk.write("HTTP/1.1 101 Switching Protocols\r\n" + headers + "\r\n"));

        assertThat(get()).startsWith("HTTP/1.1 502 ");
    }

    @Test
    void choosesASubprotocolThatNobodyOffered() throws IOException {
        ROLE.set(talk -> {
            talk.agree("Sec-WebSocket-Protocol: other");
            Behind.echo(talk);
        });

        assertThat(handshake()).startsWith("HTTP/1.1 101 ").contains("Sec-WebSocket-Protocol: other");
    }

    @Test
    void speaksInTheSamePacketAsItAgrees() throws IOException {
        ROLE.set(talk -> {
            talk.out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + accept(talk) + "\r\n\u0081\u0002hi\u0081\u0003bye").getBytes(
                            StandardCharsets.ISO_8859_1));
            talk.out.flush();
            Behind.echo(talk);
        });
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("1 hi");
            assertThat(client.next()).isEqualTo("1 bye");
            client.text("hello");
            assertThat(client.next()).isEqualTo("1 hello");
        }
    }

    @Test
    void speaksALotInTheSamePacketAsItAgrees() throws IOException {
        String text = "x".repeat(60_000);
        ROLE.set(talk -> {
            talk.out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + accept(talk) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            talk.text(text);
            Behind.echo(talk);
        });
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("1 " + text);
        }
    }

    @Test
    void closesAsSoonAsItHasAgreed() throws IOException {
        ROLE.set(Behind.Talk::agree);
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isIn("eof", "reset");
        }
    }

    @Test
    void resetsAsSoonAsItHasAgreed() throws IOException {
        ROLE.set(talk -> {
            talk.agree();
            talk.socket.setSoLinger(true, 0);
            talk.socket.close();
        });
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).matches("(?s)HTTP/1\\.1 (101|502) .*");
            assertThat(client.rest()).isIn("", "!");
        }
    }

    @Test
    void breaksOffInTheMidstOfItsAnswer() throws IOException {
        ROLE.set(talk -> talk.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", "/chat/a", "");
            assertThat(client.rest()).startsWith("HTTP/1.1 200 ").hasSizeLessThan(1000);
        }
    }

    @Test
    void refusesWithABodyThatIsNotAllThere() throws IOException {
        ROLE.set(talk -> talk.write("HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\nhalf"));
        try (Raw client = new Raw(edge.uri())) {
            client.askForWebSocket("/chat/a");
            assertThat(client.rest()).matches("(?s)HTTP/1\\.1 (403|502) .*");
        }
    }
}
