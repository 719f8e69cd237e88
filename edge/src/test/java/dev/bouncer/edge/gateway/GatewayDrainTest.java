package dev.bouncer.edge.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.bouncer.config.Rate;
import dev.bouncer.config.RouteConfig.Identify;
import dev.bouncer.edge.TestEdge;
import dev.bouncer.edge.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.bouncer.edge.TestClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A node that goes away: long connections are told to go, and what ends soon is let finish. */
@SuppressWarnings("NullAway.Init")
final class GatewayDrainTest {
    private static final String PATH = "/chat/a?token=" + Tokens.of("alice");
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n";

    @RegisterExtension
    final Stage stage = new Stage();

    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private Behind behind;
    private TestEdge edge;
    private Thread drain;

    private void start(Behind.Role role, Identify... ways) throws IOException {
        behind = stage.behind(role);
        edge = stage.edge(new TestRoutes(behind.address()).identify(ways));
    }

    private void drain() {
        drain = Thread.ofVirtual().start(() -> {
            try {
                edge.sessions.drain(Duration.ZERO, Rate.UNLIMITED);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(edge.sessions::isDraining);
        // By then all that were there when it began have been told, or spared.
        await().until(() -> drain.getState() == Thread.State.TIMED_WAITING || !drain.isAlive());
    }

    @AfterEach
    void nobodyIsLeft() throws Exception {
        drain.join(Duration.ofSeconds(20));
        assertThat(edge.registry.size()).isZero();
    }

    @Test
    void webSocketsAreToldToComeBackElsewhere() throws Exception {
        start(Behind.ECHO, Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.handshake(PATH);
            drain();
            assertThat(client.next()).isEqualTo("close 1001 going-away");
            client.write(Raw.frame(0x88, new byte[]{0x03, (byte) 0xe9}));
        }
        try (Raw late = new Raw(edge.uri())) {
            assertThat(late.get("/chat/a")).startsWith("HTTP/1.1 503").contains("going-away");
        }
    }

    @Test
    void aShortAnswerIsFinished() throws Exception {
        start(talk -> {
            mayAnswer.await();
            talk.ok("hi");
        }, Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            behind.talk();
            drain();
            mayAnswer.countDown();
            assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("hi");
        }
    }

    @Test
    void soIsOneThatSaysWhoItIsFor() throws Exception {
        start(talk -> {
            mayAnswer.await();
            talk.ok("hi", "Bouncer-Subject: user=alice");
        }, Identify.UPSTREAM);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", "/chat/a", "");
            behind.talk();
            drain();
            mayAnswer.countDown();
            assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("hi");
        }
    }

    @Test
    void andOneThatIsUnderWay() throws Exception {
        start(talk -> {
            talk.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhi");
            mayAnswer.await();
            talk.write("hi");
        }, Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            client.readUntil("\r\n\r\nhi");
            drain();
            mayAnswer.countDown();
            assertThat(client.in.readNBytes(2)).containsExactly('h', 'i');
        }
    }

    @Test
    void aBlockStillEndsIt() throws Exception {
        start(talk -> talk.in.read(), Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            behind.talk();
            drain();
            edge.block(TestEdge.user("alice"), null, "Bye.");
            assertThat(client.answer()).startsWith("HTTP/1.1 403 ").contains("Bye.");
        }
    }

    @Test
    void anEventStreamIsEnded() throws Exception {
        start(talk -> {
            talk.write(STREAM);
            talk.in.read();
        }, Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            client.readUntil("data: 1\n\n");
            drain();
            assertThat(client.rest()).doesNotContain("data");
        }
    }

    @Test
    void oneThatIsAboutToBeginIsToGoElsewhere() throws Exception {
        start(talk -> {
            mayAnswer.await();
            talk.write(STREAM);
            talk.in.read();
        }, Identify.JWT);
        try (Raw client = new Raw(edge.uri())) {
            client.send("GET", PATH, "");
            behind.talk();
            drain();
            mayAnswer.countDown();
            assertThat(client.answer()).startsWith("HTTP/1.1 503 ").contains("going-away");
        }
    }
}
