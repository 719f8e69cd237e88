package dev.bouncer.edge.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bouncer.edge.TestClient;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.bouncer.edge.TestClient.await;

/** What clients do to connections: too much, too little, nothing at all. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectionTest {
    private static final int LIMIT = 64 * 1024;

    private final TestEdge edge = new TestEdge(List.of(Tokens.chat()));

    @AfterEach
    void stop() {
        edge.close();
    }

    private RawClient connect(TestEdge to, String user, int receiveBuffer) throws IOException {
        RawClient client = new RawClient(to.uri(), receiveBuffer);
        assertThat(client.request("GET /v1/apps/chat/connect?token=" + Tokens.of(user), RawClient.UPGRADE))
                .startsWith("HTTP/1.1 101");
        String first = client.next();
        // On a slow machine a ping may be due before that.
        while (first.equals("9 ")) {
            client.frame(10, new byte[0]);
            first = client.next();
        }
        assertThat(first).startsWith("1 {\"type\":\"welcome\"");
        return client;
    }

    @Test
    void readsFramesUpToTheLimit() throws IOException {
        try (RawClient client = connect(edge, "alice", LIMIT)) {
            client.text("x".repeat(LIMIT));
            client.text("{\"type\":\"ping\"}");
            assertThat(client.next()).isEqualTo("1 {\"type\":\"pong\"}");

            client.text("x".repeat(LIMIT + 1));
            assertThat(client.next()).startsWith("close 1009");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void limitsMessagesInPiecesToo() throws IOException {
        try (RawClient client = connect(edge, "alice", LIMIT)) {
            byte[] piece = "x".repeat(LIMIT / 2).getBytes(StandardCharsets.UTF_8);
            client.frame(1, piece, false);
            client.frame(0, piece, false);
            client.frame(0, piece, true);
            assertThat(client.next()).startsWith("close 1009");
        }
    }

    @Test
    void closesOnBrokenFrames() throws IOException {
        try (RawClient client = connect(edge, "alice", LIMIT)) {
            client.frame(1, new byte[]{(byte) 0xc3, 0x28});
            assertThat(client.next()).startsWith("close 1007");
        }
        try (RawClient client = connect(edge, "alice", LIMIT)) {
            client.frame(0xb, new byte[0]);
            assertThat(client.next()).startsWith("close 1002");
        }
        await().until(() -> edge.registry.size() == 0);
    }

    @Test
    void pingsAndDropsWhoDoesNotAnswer() throws IOException {
        try (TestEdge impatient = new TestEdge(List.of(Tokens.chat()), Duration.ofSeconds(1), List.of());
                RawClient silent = connect(impatient, "alice", LIMIT)) {
            TestClient answering = TestClient.connect(impatient, "bob").welcomed();

            assertThat(silent.next()).isEqualTo("9 ");
            assertThat(silent.next()).isEqualTo("9 ");
            assertThat(silent.next()).isEqualTo("eof");
            await().until(() -> impatient.registry.size() == 1);
            assertThat(answering.isOpen()).isTrue();
        }
    }

    @Test
    void keepsWhoAnswersPings() throws IOException {
        try (TestEdge impatient = new TestEdge(List.of(Tokens.chat()), Duration.ofSeconds(1), List.of());
                RawClient client = connect(impatient, "alice", LIMIT)) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.next()).isEqualTo("9 ");
                client.frame(10, new byte[0]);
            }
            assertThat(impatient.registry.size()).isEqualTo(1);
        }
    }

    @Test
    void dropsWhoDoesNotAnswerTheCloseFrame() throws IOException {
        try (RawClient client = connect(edge, "alice", LIMIT)) {
            edge.terminate(TestEdge.user("alice"));

            assertThat(client.next()).isEqualTo("1 {\"type\":\"closed\",\"code\":4410,\"reason\":\"terminated\"}");
            assertThat(client.next()).isEqualTo("close 4410 terminated");
            assertThat(client.next()).isEqualTo("eof");
            await().until(() -> edge.registry.size() == 0);
        }
    }

    @Test
    void isNotHeldUpByAClientThatDoesNotRead() throws Exception {
        try (RawClient deaf = connect(edge, "alice", 4 * 1024)) {
            isNotHeldUp(deaf, "{\"type\":\"ping\"}");
        }
    }

    // Its frames are handled on other threads.
    @Test
    void isNotHeldUpByAClientOfCentrifugeThatDoesNotRead() throws Exception {
        try (RawClient deaf = new RawClient(edge.uri(), 4 * 1024)) {
            assertThat(deaf.request("GET /connection/websocket", RawClient.UPGRADE)).startsWith("HTTP/1.1 101");
            deaf.text("{\"id\":1,\"connect\":{\"token\":\"" + Tokens.of("alice") + "\"}}");
            assertThat(deaf.next()).startsWith("1 {\"id\":1,\"connect\":");
            isNotHeldUp(deaf, "{\"id\":2,\"ping\":{}}");
        }
    }

    // It is no longer read from, so nothing piles up, and closing it holds nobody up. That it is reset is not seen here: two
    // full directions can keep TCP from telling either side anything, the edge's being stuck included.
    private void isNotHeldUp(RawClient deaf, String question) throws Exception {
        TestClient sane = TestClient.connect(edge, "alice").welcomed();
        deaf.flood(question);
        // Not because it was dropped.
        assertThat(edge.registry.size()).isEqualTo(2);

        edge.terminate(TestEdge.user("alice"));
        assertThat(sane.closed()).isEqualTo("4410 terminated");
        await().until(() -> edge.registry.size() == 0);
        assertThat(edge.metric("bouncer.closes", Map.of("reason", "terminated"))).isEqualTo(2);
    }
}
