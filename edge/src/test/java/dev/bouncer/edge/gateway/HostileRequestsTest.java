package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.edge.TestEdge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that are not what they seem: the upstream hears of none that it could read otherwise. */
@SuppressWarnings("NullAway.Init")
final class HostileRequestsTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n";
    private static final String HOST = "Host: chat.example\r\n";

    private static Behind behind;
    private static TestEdge edge;

    @BeforeAll
    static void start() throws IOException {
        behind = new Behind(talk -> {
            if (talk.requestLine.contains("/refused")) {
                talk.write("HTTP/1.1 403 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            } else if (!talk.header("Upgrade").isEmpty()) {
                Behind.ECHO.play(talk);
            } else {
                String body = talk.header("Transfer-Encoding").isEmpty() ? "hi" : talk.until("\r\n\r\n");
                talk.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
            }
        });
        edge = new TestEdge(List.of(new TestRoutes(behind.address()).identify(Identify.UPSTREAM).app()));
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
        behind.close();
    }

    @AfterEach
    void theNextClientIsServedAndNothingIsLeft() throws IOException {
        behind.talks.clear();
        try (Raw next = new Raw(edge.uri())) {
            assertThat(next.handshake("/chat/next")).startsWith("HTTP/1.1 101 ");
            next.text("hello");
            assertThat(next.next()).isEqualTo("1 hello");
        }
        await().until(() -> edge.registry.size() == 0 && behind.connections() == 0);
        behind.talks.clear();
    }

    private static String answer(String request) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            client.write(request.getBytes(StandardCharsets.ISO_8859_1));
            return client.answer();
        }
    }

    static Stream<String> handshakesWithAFlaw() {
        return Stream.of(
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + "\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + KEY + "\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "Sec-WebSocket-Key: c2hvcnQ=\r\n\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + "Sec-WebSocket-Key: c2hvcnQ=\r\n\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + "Sec-WebSocket-Key: no base64 at all\r\n\r\n",
                "POST /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "\r\n",
                "GET /chat/a HTTP/1.0\r\n" + HOST + UPGRADE + KEY + "\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + "Upgrade: websocket\r\n" + KEY + "\r\n",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "Content-Length: 5\r\n\r\nhello",
                "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY
                        + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource
    void handshakesWithAFlaw(String request) throws IOException {
        assertThat(answer(request)).startsWith("HTTP/1.1 400 ").contains("\"status\":400,\"detail\":");
        assertThat(behind.talks).isEmpty();
    }

    @Test
    void ofTheVersionTheUpstreamJudges() throws Exception {
        assertThat(answer("GET /chat/refused HTTP/1.1\r\n" + HOST
                + "Upgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\nSec-WebSocket-Version: 8\r\n" + KEY
                + "\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(behind.talk().header("Sec-WebSocket-Version")).isEqualTo("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "GET", "GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE,
            "POST /chat/a HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\nhalf"})
    void whoeverGoesInTheMidstOfARequestLeavesNothing(String half) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            client.write(half.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    static Stream<String> requestsOfTwoMinds() {
        String get = "GET /chat/a HTTP/1.1\r\n" + HOST;
        String post = "POST /chat/a HTTP/1.1\r\n" + HOST;
        String chunked = "\r\n5\r\nhello\r\n0\r\n\r\n";
        return Stream.of(
                post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + chunked,
                post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" + chunked,
                post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                post + "Content-Length: 5, 6\r\n\r\nhello!",
                post + "Content-Length: +5\r\n\r\nhello",
                post + "Content-Length: 0x5\r\n\r\nhello",
                post + "Content-Length: -5\r\n\r\nhello",
                post + "Content-Length: 99999999999999999999\r\n\r\nhello",
                post + "Transfer-Encoding: xchunked\r\n" + chunked,
                post + "Transfer-Encoding: chunked, identity\r\n" + chunked,
                post + "Transfer-Encoding: identity\r\n" + chunked,
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n" + chunked,
                post + "Transfer-Encoding : chunked\r\n" + chunked,
                post + "Transfer-Encoding:\u000bchunked\r\n" + chunked,
                post + "Content-Length: 5\r\n Transfer-Encoding: chunked\r\n\r\nhello",
                get + "X-A: b\r\n c: d\r\n\r\n",
                get + " X-A: b\r\n\r\n",
                get + "X A: b\r\n\r\n",
                get + "X-A\r\n\r\n",
                get + ": b\r\n\r\n",
                get + "X-A: b\u0000c\r\n\r\n",
                get + "X-A: b\rBouncer-Session: c\r\n\r\n",
                get + "X-A: b\r\r\n\r\n",
                get + "Host: other.example\r\n\r\n",
                "GET /chat/a HTTP/1.1\r\n\r\n",
                "GET /chat/a\u0000 HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /chat/a\rX HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /chat/a HTTP/1.2\r\n" + HOST + "\r\n",
                "GET /chat/a HTTP/2.0\r\n" + HOST + "\r\n",
                "GET /chat/a\r\n",
                "get\u0001 /chat/a HTTP/1.1\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @MethodSource
    void requestsOfTwoMinds(String request) throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            client.write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.answer()).matches("(?s)HTTP/1\\.1 (400|501|505|426) .*");
            assertThat(client.rest()).as("after it").isEmpty();
        }
        assertThat(behind.talks).isEmpty();
    }

    @Test
    void theUpstreamReadsLinesAsTheyShouldHaveBeenWritten() throws Exception {
        assertThat(answer("GET /chat/a HTTP/1.1\nHost: chat.example\nX-A: b\n\n")).startsWith("HTTP/1.1 200 ");
        assertThat(behind.talk().headers).containsEntry("X-A", List.of("b")).containsKey("Host");
    }

    @Test
    void aBodyInChunksIsReadAndWrittenAnew() throws Exception {
        assertThat(answer("POST /chat/a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\nhello\r\n0\r\nBouncer-Session: made-up\r\n\r\n")).startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        assertThat(behind.talk().headers.get("Bouncer-Session")).hasSize(1).doesNotContain("made-up");
    }

    @Test
    void aSecondRequestBehindAHandshakeIsNoRequest() throws Exception {
        try (Raw client = new Raw(edge.uri())) {
            client.write(("GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "\r\nGET /chat/b HTTP/1.1\r\n" + HOST
                    + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("close 1002 a frame that is not masked");
            client.write(Raw.frame(0x88, new byte[]{3, (byte) 0xea}));
        }
        assertThat(behind.talks).hasSize(1);
    }

    @Test
    void aSecondRequestBehindARefusedHandshakeIsARequestOfItsOwn() throws Exception {
        try (Raw client = new Raw(edge.uri())) {
            client.write(("GET /chat/refused HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "\r\nGET /chat/b HTTP/1.1\r\n"
                    + HOST + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.answer()).startsWith("HTTP/1.1 403 ");
            assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
        }
        String refused = behind.talk().header("Bouncer-Session");
        assertThat(behind.talk().header("Bouncer-Session")).isNotEmpty().isNotEqualTo(refused);
    }

    @Test
    void framesBehindAHandshakeArrive() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            client.write(("GET /chat/a HTTP/1.1\r\n" + HOST + UPGRADE + KEY + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1), Raw.frame(0x81, new byte[]{'h', 'i'}));
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("1 hi");
        }
    }

    @Test
    void invalidUtf8IsTheUpstreamsAffair() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ");
            client.write(Raw.frame(0x81, new byte[]{(byte) 0xc3, 0x28}));
            assertThat(client.next()).isEqualTo("1 \ufffd(");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT chat.example:80 HTTP/1.1", "OPTIONS * HTTP/1.1"})
    void targetsThatAreNoPathsAreForNobodyBehind(String line) throws IOException {
        assertThat(answer(line + "\r\n" + HOST + "\r\n")).matches("(?s)HTTP/1\\.1 (4\\d\\d|200) .*");
        assertThat(behind.talks).isEmpty();
    }

    @Test
    void aRequestForAnotherHostInItsFirstLineIsForTheSameRoute() throws Exception {
        assertThat(answer("GET http://chat.example/chat/a HTTP/1.1\r\n" + HOST + "\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(behind.talk().requestLine).isEqualTo("GET /chat/a HTTP/1.1");
    }
}
