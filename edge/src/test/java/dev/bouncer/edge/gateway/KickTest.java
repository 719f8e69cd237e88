package dev.bouncer.edge.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import dev.bouncer.edge.session.TestSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Blocks that come while a client is on its way in, or the upstream in the midst of a sentence. */
@SuppressWarnings("NullAway.Init")
final class KickTest {
    private static final int ROUNDS = 25;
    private static final int CLIENTS = 8;

    @RegisterExtension
    final Stage stage = new Stage();

    private Behind behind;
    private TestEdge edge;

    private void start(Behind.Role role) throws IOException {
        behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()));
    }

    private Raw client() throws IOException {
        return new Raw(edge.uri());
    }

    private static String path(String user) {
        return "/chat/a?token=" + Tokens.of(user);
    }

    @Test
    void aBlockDuringTheHandshakeIsTheAnswerToIt() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        start(talk -> {
            blocked.await();
            Behind.ECHO.play(talk);
        });
        try (Raw client = client()) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.handshake(path("alice"));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            behind.talk();
            edge.block(TestEdge.user("alice"), null, "Bye.");
            blocked.countDown();

            assertThat(answer.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("close 4403 Bye.");
            client.write(Raw.frame(0x88, new byte[]{0x11, 0x33}));
            assertThat(client.next()).isEqualTo("eof");
        }
        await().until(() -> edge.registry.size() == 0 && behind.connections() == 0);
    }

    @Test
    void aBlockDoesNotWaitForAnUpstreamThatHangs() throws Exception {
        start(talk -> talk.in.read());
        try (Raw client = client()) {
            client.askForWebSocket(path("alice"));
            behind.talk();
            long begin = System.nanoTime();
            edge.block(TestEdge.user("alice"), null, "Bye.");

            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("close 4403 Bye.");
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
        await().until(() -> edge.registry.size() == 0 && behind.connections() == 0);
    }

    @Test
    void whateverCameWithTheHandshakeOfABlockedClientItIsToldWhy() throws Exception {
        start(Behind.ECHO);
        edge.block(TestEdge.user("alice"), null, "Bye.");
        try (Raw client = client()) {
            client.write(("GET " + path("alice") + " HTTP/1.1\r\nHost: chat.example\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1),
                    Raw.frame(0x81, new byte[3]));
            assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
            assertThat(client.next()).isEqualTo("close 4403 Bye.");
            byte[] bye = Raw.frame(0x88, new byte[]{0x11, 0x33});
            client.write(new byte[]{bye[0]});
            client.write(java.util.Arrays.copyOfRange(bye, 1, bye.length));
            assertThat(client.next()).isEqualTo("eof");
        }
        await().until(() -> edge.registry.size() == 0 && TestSessions.waiting(edge.timers) == 0);
        assertThat(behind.talks).isEmpty();
    }

    // Whoever is welcome has been asked about after it could be found: a block finds it, or it finds the block.
    @Test
    void noneSlipsInBetweenTheQuestionAndTheAnswer() throws Exception {
        start(Behind.ECHO);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                String user = "user-" + round;
                CountDownLatch go = new CountDownLatch(1);
                List<CompletableFuture<String>> ends = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++)
                    ends.add(CompletableFuture.supplyAsync(() -> lastWords(user, go), threads));
                int lead = round;
                CompletableFuture<Void> block = CompletableFuture.runAsync(() -> {
                    awaitUnchecked(go);
                    // The later the round the later the block, among the handshakes.
                    await().until(() -> behind.talks.size() >= lead % CLIENTS);
                    edge.block(TestEdge.user(user), null, "Bye.");
                }, threads);
                go.countDown();
                block.get(20, TimeUnit.SECONDS);
                for (CompletableFuture<String> end : ends)
                    assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("close 4403 Bye.");
                behind.talks.clear();
            }
        }
        await().untilAsserted(() -> assertThat(edge.registry.size()).as("sessions").isZero());
        await().untilAsserted(() -> assertThat(behind.connections()).as("upstream connections").isZero());
    }

    // Neither "try elsewhere", for want of the reason, nor a connection that is cut though the answer was all there.
    @Test
    void whoeverIsBlockedAmongRequestsIsToldSoAtTheNext() throws Exception {
        start(talk -> {
            for (Behind.Talk next = talk; next != null; next = next.again())
                next.ok("hi");
        });
        List<Raw> clients = new CopyOnWriteArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++)
                clients.add(client());
            for (int round = 0; round < 4 * ROUNDS; round++) {
                String user = "user-" + round;
                CountDownLatch underWay = new CountDownLatch(CLIENTS + round % CLIENTS);
                List<Future<String>> ends = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    ends.add(threads.submit(() -> firstRefusal(clients, number, user, underWay)));
                }
                underWay.await();
                edge.block(TestEdge.user(user), null, "Bye.");
                for (Future<String> end : ends)
                    assertThat(end.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 403 ").contains("Bye.");
            }
        } finally {
            for (Raw client : clients)
                client.close();
        }
        await().until(() -> edge.registry.size() == 0);
    }

    private String firstRefusal(List<Raw> clients, int number, String user, CountDownLatch underWay)
            throws IOException {
        try {
            String answer = clients.get(number).get(path(user));
            while (answer.startsWith("HTTP/1.1 200 ")) {
                underWay.countDown();
                answer = clients.get(number).get(path(user));
            }
            return answer;
        } catch (EOFException e) {
            // An answer that was just beginning to leave was cut off.
            Raw again = client();
            clients.set(number, again).close();
            return again.get(path(user));
        }
    }

    private String lastWords(String user, CountDownLatch go) {
        awaitUnchecked(go);
        try (Raw client = client()) {
            assertThat(client.handshake(path(user))).startsWith("HTTP/1.1 101 ");
            String last = client.next();
            client.write(Raw.frame(0x88, new byte[]{0x11, 0x33}));
            return last;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
