package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Connections to servers behind that are kept for the next request: the server may close them just as it comes. */
@SuppressWarnings("NullAway.Init")
final class KeptConnectionsTest {
    private static final String PATH = "/chat/a?token=" + Tokens.of("alice");

    @RegisterExtension
    final Stage stage = new Stage();

    private final AtomicInteger asked = new AtomicInteger();
    private Behind behind;
    private TestEdge edge;

    private void start(Behind.Role role) throws IOException {
        behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    /** The first request on each connection is answered, and by the second one it ends with these words. */
    private void startWithOneAnswerEach(String lastWords) throws IOException {
        start(talk -> {
            asked.incrementAndGet();
            if (talk.requestLine.startsWith("HEAD ")) {
                talk.ok("");
            } else if (talk.header("Upgrade").isEmpty()) {
                talk.ok("hi");
            } else {
                Behind.ECHO.play(talk);
            }
            if (talk.again() == null) return;
            asked.incrementAndGet();
            talk.write(lastWords);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void whatMayBeAskedTwiceIsAskedOnANewOne(String method) throws Exception {
        startWithOneAnswerEach("");
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get(PATH)).endsWith("hi");
            client.send(method, PATH, "");
            assertThat(client.line()).startsWith("HTTP/1.1 200 ");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void soIsAHandshake() throws Exception {
        startWithOneAnswerEach("");
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get(PATH)).endsWith("hi");
            assertThat(client.handshake(PATH)).startsWith("HTTP/1.1 101 ");
            client.text("hello");
            assertThat(client.next()).isEqualTo("1 hello");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatMayHaveHadAnEffectIsNotAskedAgain() throws Exception {
        startWithOneAnswerEach("");
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get(PATH)).endsWith("hi");
            assertThat(client.post(PATH, "")).startsWith("HTTP/1.1 502 ");
            assertThat(asked).hasValue(2);
            assertThat(client.get(PATH)).endsWith("hi");
            client.send("PUT", PATH, "Content-Length: 2\r\n\r\nhi");
            assertThat(client.answer()).startsWith("HTTP/1.1 502 ");
        }
        assertThat(asked).hasValue(4);
    }

    @Test
    void whatHasBegunToBeAnsweredIsNotAskedAgain() throws Exception {
        startWithOneAnswerEach("HTTP/1.1 200 OK\r\nContent-");
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get(PATH)).endsWith("hi");
            assertThat(client.get(PATH)).startsWith("HTTP/1.1 502 ");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aServerThatNeverAnswersIsAskedOnce() throws Exception {
        start(_ -> asked.incrementAndGet());
        try (Raw client = new Raw(edge.uri())) {
            assertThat(client.get(PATH)).startsWith("HTTP/1.1 502 ");
        }
        assertThat(asked).hasValue(1);
    }

    // Servers close what is idle after five seconds, and more: who closes it first is not surprised.
    @Test
    void whatIsIdleIsClosedHereAndNothingElse() throws Exception {
        CountDownLatch slowAsked = new CountDownLatch(1);
        CountDownLatch closedHere = new CountDownLatch(1);
        start(talk -> {
            if (talk.requestLine.contains("/stream")) {
                talk.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                closedHere.await();
                talk.write("data: 2\n\n");
            } else if (talk.requestLine.contains("/slow")) {
                slowAsked.countDown();
                closedHere.await();
                talk.ok("slow");
            } else if (talk.header("Upgrade").isEmpty()) {
                talk.ok("hi");
                assertThat(talk.again()).isNull();
                closedHere.countDown();
            } else {
                Behind.ECHO.play(talk);
            }
        });
        try (Raw socket = new Raw(edge.uri());
                Raw stream = new Raw(edge.uri());
                Raw slow = new Raw(edge.uri());
                Raw client = new Raw(edge.uri())) {
            assertThat(socket.handshake(PATH)).startsWith("HTTP/1.1 101 ");
            stream.send("GET", PATH.replace("/a", "/stream"), "");
            stream.readUntil("data: 1\n\n");
            slow.send("GET", PATH.replace("/a", "/slow"), "");
            // Or it would go over the connection that is to be idle.
            assertThat(slowAsked.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.get(PATH)).endsWith("hi");

            assertThat(closedHere.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.answer()).endsWith("slow");
            stream.readUntil("data: 2\n\n");
            socket.text("hello");
            assertThat(socket.next()).isEqualTo("1 hello");
        }
        await().until(() -> edge.registry.size() == 0);
    }
}
