package dev.bouncer.edge.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** From the request to the upgrade, and what is none. */
class HandshakeTest {
    private static final String CONNECT = "/v1/apps/chat/connect";

    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()), Duration.ofSeconds(30),
            List.of("127.0.0.1"));
    private final String token = Tokens.of("alice");

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void takesTheTokenFromTheQuery() {
        TestClient.connect(edge.uri(), CONNECT + "?x=1&token=" + token.replace(".", "%2E")).welcomed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void takesTheTokenFromTheHeader(String scheme) {
        TestClient.connectWithHeader(edge.uri(), CONNECT, "Authorization", scheme + token).welcomed();
    }

    @Test
    void takesTheTokenFromTheSubprotocols() {
        TestClient client = TestClient.connectOffering(edge.uri(), CONNECT, "bouncer.v1", token).welcomed();

        assertThat(client.subprotocol()).isEqualTo("bouncer.v1");
    }

    @Test
    void refusesOtherSchemes() {
        assertThat(TestClient.connectWithHeader(edge.uri(), CONNECT, "Authorization", "Basic " + token).closed())
                .isEqualTo("4401 unauthenticated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"bouncer.v1, TOKEN; bouncer.v1", "TOKEN, bouncer.v1; bouncer.v1",
            "other, bouncer.v1, TOKEN; bouncer.v1", "TOKEN; ", "other; "})
    void selectsItsSubprotocolAndNeverTheToken(String offered, String selected) throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            String answer = client.request("GET " + CONNECT,
                    RawClient.UPGRADE + "Sec-WebSocket-Protocol: " + offered.replace("TOKEN", token) + "\r\n");

            assertThat(answer).startsWith("HTTP/1.1 101").doesNotContain(token);
            if (selected == null) {
                assertThat(answer).doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
            } else {
                assertThat(answer).contains("Sec-WebSocket-Protocol: " + selected + "\r\n");
            }
            assertThat(client.next()).contains(offered.endsWith(".v1, TOKEN") ? "welcome" : "unauthenticated");
        }
    }

    @Test
    void negotiatesNoCompressionAndKeepsNoHttpSession() throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            String answer = client.request("GET " + CONNECT + "?token=" + token,
                    RawClient.UPGRADE + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");

            assertThat(answer).startsWith("HTTP/1.1 101").doesNotContainIgnoringCase("extensions")
                    .doesNotContainIgnoringCase("cookie");
            assertThat(client.next()).contains("welcome");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=%zz", "?token=%c3%28", "?%", "?token=&token=", "?=&&=", "?token=|\"<>"})
    void takesAMalformedQueryForNone(String query) throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            assertThat(client.request("GET " + CONNECT + query, RawClient.UPGRADE)).startsWith("HTTP/1.1 101");
            assertThat(client.next()).contains("4401");
            assertThat(client.next()).isEqualTo("close 4401 unauthenticated");
        }
    }

    @Test
    void takesHeadersWithTheLongestToken() throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            String answer = client.request("GET " + CONNECT + "?token=" + "x".repeat(9000), RawClient.UPGRADE);

            assertThat(answer).startsWith("HTTP/1.1 101");
            assertThat(client.next()).contains("4401");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"''", "Sec-WebSocket-Version: 12", "Sec-WebSocket-Version: 13",
            "Connection: Upgrade~Upgrade: h2c~Sec-WebSocket-Version: 13"})
    void demandsAnUpgrade(String headers) throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            String answer = client.request("GET " + CONNECT + "?token=" + token,
                    headers.isEmpty() ? "" : headers.replace("~", "\r\n") + "\r\n");

            assertThat(answer).startsWith("HTTP/1.1 426").contains("Upgrade: websocket", "Sec-WebSocket-Version: 13",
                    "Content-Type: application/problem+json", "\"status\":426", "expected a WebSocket handshake")
                    .doesNotContain(token);
        }
    }

    @Test
    void refusesAHandshakeWithoutKey() throws IOException {
        try (RawClient client = new RawClient(edge.uri())) {
            assertThat(client.request("GET " + CONNECT + "?token=" + token,
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"))
                    .startsWith("HTTP/1.1 400").contains("application/problem+json", "Sec-WebSocket-Key")
                    .doesNotContain(token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "GET /nope", "GET /v1/apps/chat", "GET /v1/apps/chat/connect/",
            "GET /v1/apps//x/connect",
            "POST /nope", "DELETE /health/live"})
    void knowsNothingElse(String requestLine) throws IOException {
        for (String headers : List.of("", RawClient.UPGRADE)) {
            try (RawClient client = new RawClient(edge.uri())) {
                assertThat(client.request(requestLine, headers)).startsWith("HTTP/1.1 404").contains(
                        "application/problem+json", "\"status\":404", "expected /v1/apps/{app}/connect")
                        .doesNotContainIgnoringCase("cookie");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'198.51.100.1', 198.51.100.1", "'6.6.6.6, 198.51.100.1:99', 198.51.100.1", "'rubbish', 127.0.0.1"})
    void believesATrustedProxy(String forwardedFor, String expected) {
        TestClient client = TestClient.connectWithHeader(edge.uri(), CONNECT + "?token=" + token, "X-Forwarded-For",
                forwardedFor);

        assertThat(client.frame(0).path("subjects").path(1).path("id").asText()).isEqualTo(expected);
    }

    @Test
    void believesNobodyElse() {
        try (TestEdge other = new TestEdge(List.of(Tokens.chat()))) {
            TestClient client = TestClient.connectWithHeader(other.uri(), CONNECT + "?token=" + token,
                    "X-Forwarded-For", "198.51.100.1");

            assertThat(client.frame(0).path("subjects").path(1).path("id").asText()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void logsNoTokens() throws IOException {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.bouncer");
        Level before = root.getLevel();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        ours.setLevel(Level.DEBUG);
        try {
            TestClient.connect(edge.uri(), CONNECT + "?token=" + token).welcomed();
            assertThat(TestClient.connect(edge.uri(), CONNECT + "?token=" + token + "x").closed()).startsWith("4401");
            assertThat(TestClient.connectOffering(edge.uri(), CONNECT, "bouncer.v1", token + "x").closed())
                    .startsWith("4401");
            for (String request : List.of("?token=" + token, "?token=" + token + "%zz")) {
                try (RawClient client = new RawClient(edge.uri())) {
                    client.request("GET " + CONNECT + request, "Sec-WebSocket-Version: 13\r\n");
                }
            }
        } finally {
            root.setLevel(before);
            ours.setLevel(null);
            root.detachAppender(lines);
        }
        String signature = token.substring(token.lastIndexOf('.'));
        assertThat(lines.list).isNotEmpty();
        assertThat(lines.list).extracting(line -> line.getFormattedMessage() + line.getKeyValuePairs()
                + line.getThrowableProxy()).noneMatch(line -> line.contains(signature));
    }
}
