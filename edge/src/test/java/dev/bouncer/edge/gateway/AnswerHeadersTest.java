package dev.bouncer.edge.gateway;

import java.io.IOException;

import dev.bouncer.edge.TestEdge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What of an answer is between the gateway and the server behind alone does not reach the client. */
@SuppressWarnings("NullAway.Init")
final class AnswerHeadersTest {
    private static final String[] HEADERS = {"Connection: X-Hop, x-other-hop", "X-Hop: 1", "X-Other-Hop: 2",
            "Keep-Alive: timeout=5", "Proxy-Authenticate: Basic", "Proxy-Connection: keep-alive", "TE: gzip",
            "Trailer: X-Sum", "X-End: kept", "Set-Cookie: a=b", "Set-Cookie: c=d"};
    private static final String[] OF_THE_CONNECTION = {"X-Hop", "X-Other-Hop", "Keep-Alive", "Proxy-", "TE:", "Trailer",
            "timeout=5"};

    @RegisterExtension
    final Stage stage = new Stage();

    private Behind behind;
    private TestEdge edge;

    @BeforeEach
    void start() throws IOException {
        behind = stage.behind(talk -> {
            if (talk.header("Upgrade").isEmpty()) {
                talk.ok("hi", HEADERS);
            } else if (talk.requestLine.contains("/refused")) {
                talk.write("HTTP/1.1 403 No\r\nContent-Length: 2\r\n" + String.join("\r\n", HEADERS) + "\r\n\r\nno");
            } else {
                talk.agree(HEADERS);
                Behind.echo(talk);
            }
        });
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    @Test
    void ofAnyRequest() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get("/chat/a")).startsWith("HTTP/1.1 200 ").endsWith("hi")
                    .contains("X-End: kept", "Set-Cookie: a=b", "Set-Cookie: c=d").doesNotContain(OF_THE_CONNECTION);
            assertThat(client.get("/chat/a")).as("on the same connection").startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void ofAHandshake() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/a")).startsWith("HTTP/1.1 101 ")
                    .contains("X-End: kept", "Set-Cookie: a=b", "Set-Cookie: c=d", "Upgrade: websocket")
                    .containsOnlyOnce("Connection: ").containsIgnoringCase("Connection: Upgrade")
                    .doesNotContain(OF_THE_CONNECTION);
        }
    }

    @Test
    void ofAHandshakeThatIsRefused() throws IOException {
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.handshake("/chat/refused")).startsWith("HTTP/1.1 403 ").endsWith("no")
                    .contains("X-End: kept").doesNotContain(OF_THE_CONNECTION);
        }
    }
}
